//! Turns `locales/own` into the strings that clients read.

#[path = "../build/locales.rs"]
mod locales;

use locales::{generate, read};
use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=../locales/own");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let code = generate(&read(&Path::new(&root).join("../locales/own")));
    fs::write(Path::new(&out).join("words.rs"), code).expect("the output folder can be written");
}
