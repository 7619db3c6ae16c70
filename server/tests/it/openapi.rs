//! The document for programs names every URL that is for programs, and no other.

use std::collections::BTreeSet;

use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(include_str!("../../../docs/openapi.json")).expect("JSON")
}

/// What a program may rely on; pages, their parts and their forms are for people.
fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/v1/")
        || path.starts_with("/recordings/")
        || ["/live", "/healthz", "/readyz", "/metrics"].contains(&path)
}

#[test]
fn the_document_names_the_routers_urls_and_their_methods() {
    let doors = server::access::table();
    let of_router: BTreeSet<String> = doors
        .iter()
        .filter(|door| is_for_programs(door.path))
        .map(|door| format!("{} {}", door.method, door.path))
        .collect();
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    let told: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .expect("methods")
                .keys()
                .map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let missing: Vec<_> = of_router.difference(&told).collect();
    let gone: Vec<_> = told.difference(&of_router).collect();
    assert!(missing.is_empty() && gone.is_empty(), "docs/openapi.json: missing {missing:?}, gone {gone:?}");
}

#[test]
fn each_reference_leads_somewhere_and_each_part_of_a_path_is_explained() {
    let document = document();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').expect("within the document");
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
            for part in parts {
                let named = operation["parameters"].as_array().expect("parameters").iter().any(|parameter| {
                    let parameter = match parameter["$ref"].as_str() {
                        Some(reference) => document.pointer(&reference[1..]).expect("it leads somewhere"),
                        None => parameter,
                    };
                    parameter["name"] == part && parameter["in"] == "path"
                });
                assert!(named, "{method} {path}: {part}");
            }
        }
    }
}
