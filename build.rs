//! How the program is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    // The PDF reader's tables from character codes to Unicode hold some 190,000 addresses. A program that may be loaded
    // anywhere needs 24 bytes for each to adjust it when it starts, a tenth of the whole file; one with a fixed place needs
    // none. Stack, heap and shared libraries are placed at random all the same.
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
