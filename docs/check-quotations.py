#!/usr/bin/env python3
"""Looks every quotation of an audit up again, without a line of the program's own code.
    scrutineer documents show AUDIT --all --json > pages.json; python3 check-quotations.py pages.json AUDIT_FILE
Prints question or event, number of the evidence, and found, elsewhere with the page, leaves-out with the word that its
ellipsis leaves out and that may turn its meaning round, missing or unread: by tabs."""
import functools, json, re, sys, tomllib, unicodedata
WALL, PAGE = "\ue000", 0xF0000  # nobody's characters: no text goes on over one; the other begins page N
PLAIN = str.maketrans(dict(zip("æœßøđðłħıÆŒØĐŁﬀﬁﬂﬃﬄ·", "ae oe ss o d d l h i ae oe o d l ff fi fl ffi ffl .".split())))
MONEY, DASH, SIGN, NOTES = "[£$€¥]", "[-\u2010-\u2014\u2212]", "[-\u2010-\u2013\u2212+±<>≤≥~≈]", "⁰¹²³⁴⁵⁶⁷⁸⁹"
WORD = re.compile(rf"""[{NOTES}]+ | (?:(?<![^\W_]){SIGN}(?=(?:{MONEY}\s*)?\.?[0-9]))? (?:{MONEY}\s*{SIGN}?(?=\.?[0-9]))?
    (?:(?<![^\s([£$€¥+<>±-])\.(?=[0-9]))? (?: [^\W_{NOTES}] | (?<=[0-9]) (?: ,(?=[0-9]{{3}}(?![0-9]))
    | [.:/](?=[0-9]) | {DASH}\s*(?=[0-9]) | \s*[%‰] ) )+ | [£$€¥&%‰+±=≠≤≥≈¬×÷]""", re.X)
TURN = re.compile("""(?<=[ ~'\n])(?:not|no|never|unless|except|without|cannot|none|nor|neither|nobody|nothing)(?![^ ~'\n])
    |(?<=n)'t(?![^ ~'\n])""".replace("\n    |", "|"))
def fold(raw, notes=True):  # the words; before each a space, ~ (a line's end may break it) or ' (non-, can't)
    raw = "".join(c for c in unicodedata.normalize("NFD", raw) if not unicodedata.combining(c)).translate(PLAIN)
    raw = re.sub("[\u200b-\u200d\u2060\ufeff]|\xad(?![ \t\r]*\n)", "", raw)
    raw = re.sub(r"(?<![^\W\d_])(m|[mck]m|ft)([²³])", lambda m: m[1] + "23"[m[2] == "³"], raw)
    text, pages, end = "", [], 0
    for word in (word for word in WORD.finditer(raw) if notes or word[0][0] not in NOTES):
        gap, ends = raw[end:word.start()], raw[end - 1:end] + word[0][0]
        pages += [(len(text), ord(c) - PAGE) for c in gap if ord(c) > PAGE]
        one = end and ends.isalnum() and re.fullmatch("['’]|[-‐‑\xad]([ \t\r]*\n[\\s\U000f0000-\U000fffff]*)?", gap)
        sep = "~" if one and one[1] and ends[0].isalpha() and ends[1].islower() else "'" if one else " "
        text += "\n" * (WALL in gap) + sep + re.sub(DASH, "-", re.sub(r"[\s,]", "", word[0])).lower()
        end = word.end()
    return text, pages
@functools.cache
def texts(document, notes):  # the running text with its notes and without; and all that stands alone
    def raw(page, roles):
        wall, ends = "" if page["state"] in ("text", "blank") else WALL, WALL if "header" in roles else "\n"
        parts = [part["text"] + ends for part in page["paragraphs"] if part["role"] in roles]
        return wall + chr(PAGE + page["page"]) + "".join(parts) + wall
    kinds = ("body", "heading", "note"), ("body", "heading"), ("header", "footer", "note")
    return [fold("".join(raw(page, roles) for page in papers(document)), notes) for roles in kinds]
def places(text, marks, quote, notes):  # first and last page of each occurrence, and the turning word it leaves out
    page = lambda at: max((number for start, number in marks if start <= at), default=0)
    cut = re.split(r"…|(?<!\.)\.(?:\s?\.){2,3}(?!\s?\.)", quote)
    for parts in ([quote], cut)[:len(cut)]:
        words = [fold(part, notes)[0][1:] for part in parts]
        regex = ["".join({"~": "[ ~']?"}.get(c, "[ ~']" if c in " '" else re.escape(c) + "~?") for c in one) for one in words]
        spans = [[m.span(1) for m in re.finditer(f"(?=( {one})(?![^ \n]))", text)] for one in regex if one]
        for start, end in spans[0] if spans else []:
            ends = [(end, "")]
            for after in spans[1:]:
                near = lambda s: [(x, word) for x, word in ends[::-1] if x <= s and page(s) <= page(x - 1) + 1]
                left = lambda s: [word or (TURN.search(text, x, s) or [""])[0] for x, word in near(s)]
                ends = [(e, "" if "" in left(s) else left(s)[0]) for s, e in after if near(s)]
            for last in [max(some) for some in ([x for x in ends if not x[1]], [x for x in ends if x[1]]) if some]:
                yield page(start), page(last[0] - 1), last[1].replace("'t", "n’t")
def state(document, quote, page=None, printed_page="", **_):
    pages, notes = papers(document), any(c in NOTES for c in quote)
    same = [p["page"] for p in pages if (p["printed_page"] or "").lower() == printed_page.strip().lower()]
    numbered = printed_page and any(p["printed_page"] for p in pages) and not pages[0]["without_pages"]
    cited = [page] if page and pages and not pages[0]["without_pages"] else same if numbered else None
    stands = [place for one in texts(document, notes) for place in places(*one, quote, notes)]
    found = [(a, b) for a, b, word in stands if not word]
    if found and (cited is None or any(a <= page <= b for page in cited for a, b in found)):
        return "found"
    there = [p["state"] == "text" for p in pages if p["page"] in (cited or [])]
    whole = [bool(pages) and len(pages) >= pages[0]["of"]] + [p["state"] in ("text", "blank") for p in pages]
    if stands and not found: return f"leaves-out {stands[-1][2]}"
    return f"elsewhere {min(found)[0]}" if found else "missing" if all(there or whole) else "unread"
shown, audit = json.load(open(sys.argv[1], encoding="utf-8")), tomllib.load(open(sys.argv[2], "rb"))
papers = lambda document: [page for page in shown if page["document"] == document]
for question, answer in [*audit.get("answers", {}).items(), *((one["id"], one) for one in audit.get("event", []))]:
    for number, one in enumerate(answer.get("evidence", []), 1):
        if one.get("quote", "").strip() and "document" in one: print(question, number, state(**one), sep="\t")
