use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;

/// The code as a picture of squares, with the four empty ones around it that a camera needs (ISO/IEC 18004, 6.3.8).
/// An address too long for one is not drawn: the code beside it can be typed.
pub fn qr(text: &str, label: &str) -> Option<AnyView> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for (row, modules) in (0..code.size).map(|row| (row, &code[row])) {
        for (column, _) in modules.iter().enumerate().filter(|(_, module)| module.value()) {
            path.push_str(&format!("M{column} {row}h1v1h-1z"));
        }
    }
    let size = code.size + 2 * QUIET;
    Some(
        view! {
            <svg
                class="qr"
                viewBox=format!("-{QUIET} -{QUIET} {size} {size}")
                shape-rendering="crispEdges"
                role="img"
                aria-label=label.to_owned()
            >
                <path d=path></path>
            </svg>
        }
        .into_any(),
    )
}

const QUIET: usize = 4;
