//! Writes the text of a document, block by block.

use super::super::document::{Block, Fact, ReportDocument, Span, words_of};
use super::super::kind::Layout;
use super::super::text::paragraphs;
use super::contents;
use super::links::HyperlinkList;
use super::notes;
use super::notes::Notes;
use super::xml::{ParagraphProps, XmlWriter, run};

/// Returns the width of the text on the page, in twentieths of a point: A4 less 2.5 cm on each side,
/// or on its side less 2 cm.
const fn text_width(layout: Layout) -> usize {
    match layout {
        Layout::Usual | Layout::Close => 9_072,
        Layout::Wide => 14_570,
    }
}

/// Id of the bulleted list; each numbered list has an id of its own above it, so that each begins
/// with 1.
pub(super) const BULLETS: usize = 1;

/// The written text, with everything that other parts need to know of it.
pub(super) struct Written {
    /// The main part, its body still open.
    pub(super) main: XmlWriter,
    /// The notes that are to be footnotes.
    pub(super) notes: Notes,
    /// Links in the text.
    pub(super) links: HyperlinkList,
    /// Number of numbered lists.
    pub(super) numbered: usize,
}

/// Writes the text of a document.
pub(super) fn write(document: &ReportDocument) -> Written {
    let mut writer = BodyWriter {
        out: super::part("w:document"),
        links: HyperlinkList::default(),
        notes: Notes::of(document),
        width: text_width(document.kind.spec().layout),
        boxed: false,
        headings: 0,
        numbered: 0,
        new_page: false,
        under: String::new(),
    };
    writer.out.open("w:body", &[]);
    for line in document.house.head() {
        ParagraphProps::of("House").say(line, &mut writer.out);
    }
    ParagraphProps::of("Title").say(&document.title, &mut writer.out);
    if !document.subtitle.is_empty() {
        ParagraphProps::of("Subtitle").say(&document.subtitle, &mut writer.out);
    }
    writer.facts(&document.meta);
    contents::write(document, &mut writer.out);
    writer.blocks(&document.blocks);
    writer.notes_left(document);
    if !document.house.footer.is_empty() {
        ParagraphProps::of("House").say(&document.house.footer, &mut writer.out);
    }
    Written {
        main: writer.out,
        notes: writer.notes,
        links: writer.links,
        numbered: writer.numbered,
    }
}

/// Writer of blocks, one after the other.
pub(super) struct BodyWriter {
    pub(super) out: XmlWriter,
    pub(super) links: HyperlinkList,
    pub(super) notes: Notes,
    /// Width that is available, in twentieths of a point.
    pub(super) width: usize,
    /// True inside a callout.
    pub(super) boxed: bool,
    /// Headings so far.
    headings: usize,
    /// Numbered lists so far.
    numbered: usize,
    /// Set if the next paragraph opens a new page.
    new_page: bool,
    /// The last heading: a caption that only repeats it is not shown.
    pub(super) under: String,
}

impl BodyWriter {
    /// Writes blocks in order.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let mut left = blocks.iter().peekable();
        while let Some(block) = left.next() {
            self.block(block, left.peek().copied());
        }
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph { spans } => self.paragraph(spans, next),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Facts { facts } => self.facts(facts),
            Block::Table { table } => self.table(table),
            Block::Quote { text, source } => self.quote(text, source),
            Block::Callout {
                tone,
                title,
                blocks,
            } => self.callout(*tone, title, blocks),
            Block::Chart { chart } => self.chart(chart),
            Block::SignOff { lines } => self.sign(lines),
            Block::PageBreak => self.new_page = true,
        }
    }

    /// Opens a paragraph, on a new page if one is due.
    pub(super) fn open(&mut self, manner: ParagraphProps<'_>) {
        let new_page = std::mem::take(&mut self.new_page);
        ParagraphProps { new_page, ..manner }.open(&mut self.out);
    }

    /// Writes a paragraph of running text.
    pub(super) fn written(&mut self, manner: ParagraphProps<'_>, content: &[Span]) {
        self.open(manner);
        notes::spans(content, &mut self.links, &mut self.notes, &mut self.out);
        self.out.close();
    }

    /// Writes a paragraph of plain text.
    pub(super) fn say(&mut self, manner: ParagraphProps<'_>, text: &str) {
        self.open(manner);
        run(text, None, &mut self.out);
        self.out.close();
    }

    /// Writes an empty paragraph after a table or before one: two tables without a paragraph
    /// between them become one.
    ///
    /// Its height is space after it, which a full page drops: a line of its own would be a page of its
    /// own where a table ends at the foot.
    pub(super) fn gap(&mut self) {
        self.say(ParagraphProps::of("Spacer"), "");
    }

    /// Opens a new page before a table if one is due: only a paragraph can do that.
    pub(super) fn before_table(&mut self) {
        if self.new_page {
            self.gap();
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.headings += 1;
        let number = self.headings;
        let style = format!("Heading{}", level.clamp(1, 4));
        // The ids of bookmarks: odd for headings, even for notes.
        let mark = number * 2 + 1;
        self.open(ParagraphProps::of(&style));
        let name = contents::bookmark(number);
        self.out
            .empty("w:bookmarkStart", &[("w:id", &mark), ("w:name", &name)]);
        run(text, None, &mut self.out);
        self.out.empty("w:bookmarkEnd", &[("w:id", &mark)]);
        self.out.close();
        text.clone_into(&mut self.under);
    }

    fn paragraph(&mut self, content: &[Span], next: Option<&Block>) {
        let announces = words_of(content).trim_end().ends_with(':');
        let label = matches!(content, [Span::Strong { .. }]) && announces;
        let manner = ParagraphProps {
            style: match (label, self.boxed) {
                (true, _) => Some("Label"),
                (false, true) => Some("CalloutText"),
                (false, false) => None,
            },
            keep_next: match next {
                Some(Block::List { .. } | Block::Quote { .. }) => announces,
                // What a table to be written in is about must not be left behind on the page before.
                Some(Block::Table { table }) => !table.room.is_empty(),
                _ => false,
            },
            ..ParagraphProps::default()
        };
        self.written(manner, content);
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Span>]) {
        if items.is_empty() {
            return;
        }
        let (style, list) = if ordered {
            self.numbered += 1;
            ("ListNumber", BULLETS + self.numbered)
        } else {
            ("ListBullet", BULLETS)
        };
        let end = items.len() - 1;
        for (place, item) in items.iter().enumerate() {
            let manner = ParagraphProps {
                list: Some(list),
                after: (place == end).then_some(140),
                ..ParagraphProps::of(style)
            };
            self.written(manner, item);
        }
    }

    /// Writes labels with their values, set off by a tab; later lines of a value are indented to
    /// match.
    fn facts(&mut self, facts: &[Fact]) {
        let longest = facts.iter().map(|fact| fact.label.chars().count()).max();
        let hanging = (longest.unwrap_or(0) * 112 + 220).clamp(1_700, 3_300);
        let last = facts.len().saturating_sub(1);
        for (place, fact) in facts.iter().enumerate() {
            self.open(ParagraphProps {
                // The last fact must not be left alone at the top of a page.
                keep_next: place + 1 == last,
                hanging: Some(hanging),
                after: (place == last).then_some(180),
                ..ParagraphProps::of("Fact")
            });
            run(&fact.label, Some("Strong"), &mut self.out);
            self.out.fixed("<w:r><w:tab/></w:r>");
            notes::spans(&fact.value, &mut self.links, &mut self.notes, &mut self.out);
            self.out.close();
        }
    }

    fn quote(&mut self, text: &str, source: &str) {
        let mut parts = paragraphs(&format!("“{}”", text.trim()));
        let last = parts.pop();
        for part in parts {
            self.say(ParagraphProps::of("Quote"), &part);
        }
        let last = last.unwrap_or_default();
        let manner = ParagraphProps {
            keep_next: !source.is_empty(),
            keep_lines: last.len() < 600,
            ..ParagraphProps::of("Quote")
        };
        self.say(manner, &last);
        if !source.is_empty() {
            self.say(ParagraphProps::of("QuoteSource"), &format!("— {source}"));
        }
    }

    /// Writes the notes that nothing in the text refers to, so that none is lost.
    fn notes_left(&mut self, document: &ReportDocument) {
        let left = self.notes.left();
        if left.is_empty() {
            return;
        }
        self.written(
            ParagraphProps::of("Label"),
            &[Span::Strong {
                text: "Further notes:".to_owned(),
            }],
        );
        for number in left {
            let Some(note) = document.notes.get(number - 1) else {
                continue;
            };
            let mut content = vec![Span::Text {
                text: format!("Note {number}: "),
            }];
            content.extend(self.notes.told(note));
            self.written(ParagraphProps::default(), &content);
        }
    }
}
