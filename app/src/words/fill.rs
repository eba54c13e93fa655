//! Sentences with gaps; shared with the clients' app.

/// Puts values into a template's `{placeholders}`.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        // A sentence that ends with "p. m." or "Jr." has its period already.
        rest = if filled.ends_with('.') { tail.strip_prefix('.').unwrap_or(tail) } else { tail };
    }
    filled.push_str(rest);
    filled
}
