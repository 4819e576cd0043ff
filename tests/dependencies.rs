//! What is built in: licences that may be, nothing that reaches a network, and a reason in the README for each direct dependency.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences under which a dependency may be used in a program under MIT or Apache-2.0.
const ALLOWED: [&str; 11] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "MPL-2.0",
];

/// Crates by which a program reaches a network, runs others in the background, or takes in code while it runs.
const BANNED: [&str; 16] = [
    "reqwest",
    "hyper",
    "ureq",
    "curl",
    "isahc",
    "attohttpc",
    "minreq",
    "tokio",
    "async-std",
    "mio",
    "socket2",
    "rustls",
    "native-tls",
    "openssl",
    "libloading",
    "wasmtime",
];

/// What cargo says of the packages that are built, by id; without those of other systems.
struct Packages {
    by_id: BTreeMap<String, Value>,
    /// What each is built from: for use, not for tests.
    needs: BTreeMap<String, Vec<String>>,
    root: String,
}

fn cargo(arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let run = cargo
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout).expect("UTF-8")
}

fn packages() -> Packages {
    let version = cargo(&["-vV"]);
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host");
    let metadata = cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--offline",
        "--locked",
        "--filter-platform",
        host,
    ]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let by_id = list(&metadata["packages"])
        .into_iter()
        .map(|package| (text(&package["id"]), package))
        .collect();
    let is_for_use = |dependency: &Value| {
        list(&dependency["dep_kinds"])
            .iter()
            .any(|kind| kind["kind"] != "dev")
    };
    let needs = list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| {
            let needed = list(&node["deps"]).into_iter().filter(is_for_use);
            (
                text(&node["id"]),
                needed.map(|dependency| text(&dependency["pkg"])).collect(),
            )
        })
        .collect();
    Packages {
        by_id,
        needs,
        root: text(&metadata["resolve"]["root"]),
    }
}

impl Packages {
    /// All that the program is built from, name and licence.
    fn built_in(&self) -> BTreeSet<(String, String)> {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![self.root.clone()]);
        while let Some(id) = waiting.pop() {
            if seen.insert(id.clone()) {
                waiting.extend(self.needs.get(&id).cloned().unwrap_or_default());
            }
        }
        seen.remove(&self.root);
        let told = |id: &String| {
            let package = &self.by_id[id];
            let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            (text("name"), text("license"))
        };
        seen.iter().map(told).collect()
    }
}

/// Whether an SPDX expression of OR, AND and brackets can be met with allowed licences.
fn may_be_used(license: &str) -> bool {
    let license = license.replace('/', " OR ");
    let parts = |text: &str, word: &str| -> Vec<String> {
        let (mut parts, mut depth) = (vec![String::new()], 0_i32);
        for piece in text.split_whitespace() {
            depth += i32::try_from(piece.matches('(').count()).unwrap_or(0);
            depth -= i32::try_from(piece.matches(')').count()).unwrap_or(0);
            if depth == 0 && piece == word {
                parts.push(String::new());
            } else if let Some(last) = parts.last_mut() {
                *last = format!("{last} {piece}").trim().to_owned();
            }
        }
        parts
    };
    let all = parts(&license, "AND");
    if all.len() > 1 {
        return all.iter().all(|part| may_be_used(part));
    }
    let any = parts(&license, "OR");
    if any.len() > 1 {
        return any.iter().any(|part| may_be_used(part));
    }
    match license
        .strip_prefix('(')
        .and_then(|inside| inside.strip_suffix(')'))
    {
        Some(inside) => may_be_used(inside),
        None => ALLOWED.contains(&license.as_str()),
    }
}

#[test]
fn licences_are_read_as_they_are_meant() {
    for license in [
        "MIT",
        "MIT OR GPL-3.0",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "MIT/Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(may_be_used(license), "{license}");
    }
    for license in [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "(MIT OR ISC) AND SSPL-1.0",
    ] {
        assert!(!may_be_used(license), "{license}");
    }
}

#[test]
fn everything_built_in_may_be_used_and_stays_offline() {
    let built_in = packages().built_in();
    assert!(built_in.len() > 20, "{built_in:?}");
    for (name, license) in &built_in {
        assert!(may_be_used(license), "{name} is under `{license}`");
        assert!(
            !BANNED.contains(&name.as_str()),
            "{name} is not to be built in"
        );
    }
}

#[test]
fn the_readme_says_what_each_dependency_is_for() {
    let read = |name: &str| {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a file")
    };
    let readme = read("README.md");
    let section = readme
        .split("\n## Dependencies")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .expect("a section");
    let named: BTreeSet<&str> = section
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .collect();
    let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let of = |table: &str| {
        manifest
            .get(table)
            .and_then(toml::Value::as_table)
            .into_iter()
            .flat_map(toml::Table::keys)
    };
    let kinds = ["dependencies", "build-dependencies", "dev-dependencies"];
    for dependency in kinds.into_iter().flat_map(of) {
        assert!(
            named.contains(dependency.as_str()),
            "the README does not say why {dependency} is here"
        );
    }
}

/// The code under a folder or in a file, joined.
fn code(path: &Path) -> String {
    if path.is_file() {
        return fs::read_to_string(path).unwrap_or_default();
    }
    let entries = fs::read_dir(path).into_iter().flatten();
    entries
        .map(|entry| code(&entry.expect("an entry").path()))
        .collect()
}

#[test]
fn cargo_deny_is_told_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("deny.toml")).expect("a file");
    let deny: toml::Table = text.parse().expect("TOML");
    let list = |table: &str, key: &str| -> BTreeSet<String> {
        let list = deny[table][key].as_array().expect("a list");
        list.iter()
            .filter_map(toml::Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(list("licenses", "allow"), ALLOWED.map(str::to_owned).into());
    assert_eq!(list("bans", "deny"), BANNED.map(str::to_owned).into());
}

#[test]
fn each_dependency_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml"))
        .expect("the manifest")
        .parse()
        .expect("TOML");
    // The build script compiles modules of the library.
    let ours = code(&root.join("src"));
    let tests = code(&root.join("tests")) + &code(&root.join("benches"));
    for (table, code) in [
        ("dependencies", &ours),
        ("build-dependencies", &ours),
        ("dev-dependencies", &tests),
    ] {
        let names = manifest
            .get(table)
            .and_then(toml::Value::as_table)
            .expect("a table");
        for name in names.keys() {
            let used = format!("{}::", name.replace('-', "_"));
            assert!(code.contains(&used), "nothing uses {name}");
        }
    }
}
