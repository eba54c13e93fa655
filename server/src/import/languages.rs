//! Languages by HUD's codes (list C4.A) and by name, as BCP 47.

/// HUD's code, English name, BCP 47. Those most spoken in outreach; the report
/// names a language that is not here.
const LANGUAGES: &[(u32, &str, &str)] = &[
    (107, "Albanian", "sq"),
    (110, "American Sign Language", "ase"),
    (111, "Amharic", "am"),
    (114, "Arabic", "ar"),
    (115, "Armenian", "hy"),
    (131, "Bengali", "bn"),
    (134, "Bosnian", "bs"),
    (137, "Burmese", "my"),
    (139, "Cantonese", "yue"),
    (140, "Cape Verdean Creole", "kea"),
    (148, "Chinese", "zh"),
    (157, "Dari", "prs"),
    (171, "English", "en"),
    (175, "Farsi", "fa"),
    (177, "Filipino", "fil"),
    (180, "French", "fr"),
    (194, "German", "de"),
    (197, "Greek", "el"),
    (198, "Gujarati", "gu"),
    (205, "Haitian Creole", "ht"),
    (204, "Haitian", "ht"),
    (214, "Hindi", "hi"),
    (216, "Hmong", "hmn"),
    (229, "Italian", "it"),
    (232, "Japanese", "ja"),
    (244, "Karen", "kar"),
    (252, "Khmer", "km"),
    (256, "Kinyarwanda", "rw"),
    (259, "Korean", "ko"),
    (267, "Laotian", "lo"),
    (283, "Mandarin", "cmn"),
    (303, "Navajo", "nv"),
    (308, "Nepali", "ne"),
    (322, "Pashto", "ps"),
    (329, "Polish", "pl"),
    (330, "Portuguese", "pt"),
    (331, "Portuguese Brazilian", "pt-BR"),
    (337, "Punjabi", "pa"),
    (344, "Romanian", "ro"),
    (346, "Russian", "ru"),
    (363, "Somali", "so"),
    (367, "Spanish", "es"),
    (373, "Swahili", "sw"),
    (377, "Tagalog", "tl"),
    (384, "Thai", "th"),
    (387, "Tigrigna", "ti"),
    (396, "Turkish", "tr"),
    (400, "Ukrainian", "uk"),
    (403, "Urdu", "ur"),
    (407, "Vietnamese", "vi"),
];

/// The language HUD's list gives this code.
pub(super) fn by_code(code: u32) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, ..)| *known == code).map(|(.., tag)| *tag)
}

/// The language of this name or tag.
pub(super) fn by_name(text: &str) -> Option<String> {
    let named = LANGUAGES.iter().find(|(_, name, _)| name.eq_ignore_ascii_case(text));
    if let Some((.., tag)) = named {
        return Some((*tag).to_owned());
    }
    let primary = text.split('-').next().unwrap_or_default();
    let tag_like = matches!(primary.len(), 2 | 3)
        && text.len() <= 12
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && primary.chars().all(|c| c.is_ascii_alphabetic());
    tag_like.then(|| text.replacen(primary, &primary.to_ascii_lowercase(), 1))
}
