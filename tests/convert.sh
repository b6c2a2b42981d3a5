#!/bin/sh
# Named convert.sh: every kind of report of the Liverpool example, written as DOCX and HTML by the
# built program, is turned into PDF by LibreOffice and Chromium, and looked at: that it has pages,
# that its headings and its text are on them, and that the browser asked nothing of any network.
#
#   tests/convert.sh [PROGRAM [FOLDER]]
#
# PROGRAM is target/debug/scrutineer unless it is given. What is made goes to FOLDER and stays
# there, or else to a temporary folder and goes. A program that is not installed is named, and what
# needs it is skipped. Exit code: 0 all well (or skipped), 1 something is not.
set -eu

program=${1:-target/debug/scrutineer}
example=liverpool-ict-2000
kinds="record submission annexes call-in questions information-request briefing crib blank"

if [ $# -gt 1 ]; then
    out=$2
    mkdir -p "$out"
else
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
fi

has() {
    command -v "$1" >/dev/null 2>&1 || {
        echo "skipped: $1 is not installed, so $2"
        return 1
    }
}

bad=0
wrong() {
    echo "WRONG: $*"
    bad=1
}

[ -x "$program" ] || {
    echo "WRONG: $program is not there; build it first"
    exit 1
}

word=yes
has soffice "no DOCX is turned into PDF" || word=no
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || echo "skipped: chromium is not installed, so no HTML is turned into PDF"
read_pdf=yes
has pdftotext "no PDF is read" || read_pdf=no

# The example is a file of the program's own: no audit and no settings of the user are touched.
HOME="$out/home"
XDG_DATA_HOME="$HOME/data"
XDG_CONFIG_HOME="$HOME/config"
export HOME XDG_DATA_HOME XDG_CONFIG_HOME
mkdir -p "$HOME"

# Letters and digits only, in lower case: line ends, hyphens and ligatures are not compared.
plain() {
    sed 's/ﬁ/fi/g; s/ﬂ/fl/g; s/ﬀ/ff/g; s/ﬃ/ffi/g; s/ﬄ/ffl/g' | tr 'A-Z' 'a-z' | tr -cd 'a-z0-9'
}

# The headings and a sentence of the text, from the Markdown of the same report.
# Only Markdown and HTML put a heading over the notes: in a Word file they are at the foot of the page.
expected() {
    sed -n 's/^##* //p' "$1" | grep -vx 'Notes' | sed 's/\\\(.\)/\1/g'
    # The longest plain line: no table, no list, no markup.
    grep -v '^[#|>*_-]' "$1" | grep -v '[]\\*<>[]' | awk 'length > 60 { print; exit }'
}

# Is everything that is expected on the pages?
look() { # kind, what, pdf
    [ -s "$3" ] || {
        wrong "$1 by $2: no PDF was made"
        return
    }
    [ "$read_pdf" = yes ] || return 0
    pdftotext -enc UTF-8 "$3" "$3.txt" || {
        wrong "$1 by $2: the PDF cannot be read"
        return
    }
    pages=$(tr -cd '\f' <"$3.txt" | wc -c | tr -d ' ')
    [ "$pages" -ge 1 ] || wrong "$1 by $2: the PDF has no page"
    plain <"$3.txt" >"$3.plain"
    expected "$out/$1.md" >"$out/$1.expected"
    missing=0
    while IFS= read -r line; do
        key=$(printf '%s' "$line" | plain)
        if [ -n "$key" ] && ! grep -qF -- "$key" "$3.plain"; then
            # A heading that the foot of a page parts is looked for by its first half.
            half=$(printf '%.24s' "$key")
            grep -qF -- "$half" "$3.plain" || {
                wrong "$1 by $2: not on the pages: $line"
                missing=$((missing + 1))
            }
        fi
    done <"$out/$1.expected"
    lines=$(wc -l <"$out/$1.expected" | tr -d ' ')
    echo "$1 by $2: $pages pages, $((lines - missing)) of $lines headings and sentences found"
    if [ "$1 $2" = "briefing LibreOffice" ] && [ "$pages" -ne 2 ]; then
        wrong "the briefing has $pages pages, not two"
    fi
    if [ "$1 $2" = "submission LibreOffice" ] && [ "$pages" -gt 6 ]; then
        wrong "the submission has $pages pages, more than six"
    fi
}

for kind in $kinds; do
    for format in md docx html; do
        "$program" report --example "$example" --kind "$kind" --format "$format" --force \
            -o "$out/$kind.$format" >/dev/null || wrong "$kind as $format was not written"
    done
done

if [ "$word" = yes ]; then
    mkdir -p "$out/word"
    soffice --headless "-env:UserInstallation=file://$out/office" --convert-to pdf \
        --outdir "$out/word" "$out"/*.docx >"$out/soffice.log" 2>&1 ||
        wrong "LibreOffice ended with $?: $(tail -1 "$out/soffice.log")"
    for kind in $kinds; do
        look "$kind" LibreOffice "$out/word/$kind.pdf"
    done
fi

# Prints a page to PDF where nothing of a network can be reached: nothing listens on port 9.
print_page() { # page, pdf, name
    "$browser" --headless --no-sandbox --disable-gpu --disable-background-networking \
        --disable-component-update --disable-sync --no-first-run --disable-extensions \
        "--user-data-dir=$out/profile-$3" --proxy-server=http://127.0.0.1:9 \
        "--log-net-log=$out/$3.net.json" --no-pdf-header-footer "--print-to-pdf=$2" "file://$1" \
        >"$out/$3.chromium.log" 2>&1
}

# What a page asked for besides files; the log has an event on a line. What the browser asks for
# itself has no origin.
asked() { # name
    grep '"initiator":"' "$out/$1.net.json" | grep -v '"initiator":"not an origin"' |
        grep -o '"url":"[^"]*"' | grep -v '"url":"file:' | sort -u || true
}

if [ -n "$browser" ]; then
    mkdir -p "$out/web"
    # First that the check sees what it is to see.
    echo '<p>x<img src="http://fetched.invalid/x.png">' >"$out/fetches.htm"
    print_page "$out/fetches.htm" "$out/fetches.pdf" fetches || true
    case $(asked fetches) in
        *fetched.invalid*) ;;
        *) wrong "the check of requests sees none where there is one" ;;
    esac
    for kind in $kinds; do
        print_page "$out/$kind.html" "$out/web/$kind.pdf" "$kind" ||
            wrong "$kind: Chromium ended with $?"
        requests=$(asked "$kind")
        [ -z "$requests" ] || wrong "$kind: the page asked for $requests"
        look "$kind" Chromium "$out/web/$kind.pdf"
    done
fi

if [ "$bad" -eq 0 ]; then
    echo "all is well with what was looked at"
fi
exit "$bad"
