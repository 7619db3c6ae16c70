//! CSV as spreadsheets in this country open it: UTF-8 with its mark, commas, and no cell that a spreadsheet would run.

/// So that a spreadsheet reads UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// One line. Cells that are text and could be taken for a formula begin with an apostrophe.
#[derive(Debug, Default)]
pub struct Line {
    text: String,
    has_cells: bool,
}

impl Line {
    pub fn text(mut self, text: &str) -> Self {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = if is_formula { format!("'{text}") } else { text.to_owned() };
        let quoted = text.contains(['"', ',', '\n', '\r', ';']);
        let text = if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text };
        self.push(&text);
        self
    }

    pub fn maybe(self, text: Option<&str>) -> Self {
        self.text(text.unwrap_or_default())
    }

    pub fn number(mut self, number: i64) -> Self {
        self.push(&number.to_string());
        self
    }

    /// Seconds with three decimals, from milliseconds.
    pub fn seconds(mut self, millis: Option<i64>) -> Self {
        let seconds = millis.map(|millis| format!("{}.{:03}", millis / 1_000, millis.rem_euclid(1_000)));
        self.push(&seconds.unwrap_or_default());
        self
    }

    pub fn end(mut self) -> String {
        self.text.push_str("\r\n");
        self.text
    }

    fn push(&mut self, cell: &str) {
        if std::mem::replace(&mut self.has_cells, true) {
            self.text.push(',');
        }
        self.text.push_str(cell);
    }
}

pub fn header(columns: &[&str]) -> String {
    columns.iter().fold(Line::default(), |line, column| line.text(column)).end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_is_one_cell() {
        let line = Line::default()
            .text("a")
            .text("=HYPERLINK(\"http://evil\")")
            .text("+84901234567")
            .text("@x")
            .text("-1")
            .text("Nguyễn, \"An\"")
            .number(-3)
            .seconds(Some(61_007))
            .maybe(None)
            .end();
        assert_eq!(
            line,
            "a,\"'=HYPERLINK(\"\"http://evil\"\")\",'+84901234567,'@x,'-1,\"Nguyễn, \"\"An\"\"\",-3,61.007,\r\n"
        );
    }
}
