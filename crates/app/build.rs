//! Rebuilds the crate when a file is added to an embedded folder (a change to a known file is seen anyway).

fn main() {
    for folder in ["assets", "locales"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
