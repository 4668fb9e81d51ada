//! The `OpenAPI` document (3.1), made from the table of routes.

use axum::http::{Method, StatusCode};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{Need, PREFIX, Route};
use crate::trouble::TroubleBody;

/// The document of some routes.
pub(crate) fn document(routes: &[Route]) -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    // Bodies are described as they may be sent, answers as they come.
    let mut out = SchemaGenerator::new(settings.clone());
    let mut into = SchemaGenerator::new(settings.for_deserialize());
    let problem = out.subschema_for::<TroubleBody>();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let operation = operation(route, &mut out, &mut into, &problem);
        let path = format!("{PREFIX}{}", route.path);
        let methods = paths.entry(path).or_insert_with(|| Value::Object(Map::new()));
        if let Some(methods) = methods.as_object_mut() {
            methods.insert(route.method.as_str().to_ascii_lowercase(), operation);
        }
    }
    let mut schemas = out.take_definitions(true);
    for (name, schema) in into.take_definitions(true) {
        schemas.entry(name).or_insert(schema);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Vigie",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Reports, records, warnings and judgements of one store. Ranges in texts count UTF-16 code units, [start, end). Errors are problems (RFC 9457).",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "session": [] }, { "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::session::COOKIE },
                "token": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn operation(route: &Route, out: &mut SchemaGenerator, into: &mut SchemaGenerator, problem: &Schema) -> Value {
    let mut parameters: Vec<Value> = path_parameters(route.path);
    parameters.extend(query_parameters(&(route.query)(into)));
    let answer = route.answer.map_or_else(|| json!({ "type": "string" }), |shape| shape(out).to_value());
    let mut responses = Map::new();
    responses.insert(
        route.status.as_u16().to_string(),
        json!({ "description": "done", "content": { route.media_type: { "schema": answer } } }),
    );
    for status in statuses(route) {
        let says = status.canonical_reason().unwrap_or("an error");
        responses.insert(
            status.as_u16().to_string(),
            json!({ "description": says, "content": { "application/problem+json": { "schema": problem } } }),
        );
    }
    let mut operation = json!({
        "operationId": operation_id(&route.method, route.path),
        "summary": route.says,
        "tags": [route.path.split('/').nth(1).unwrap_or("")],
        "parameters": parameters,
        "responses": responses,
        "x-vigie-role": match route.need { Need::Nobody => "nobody", Need::Role(role) => role.as_str() },
    });
    if let (Some(shape), Some(operation)) = (route.body, operation.as_object_mut()) {
        let schema = shape(into).to_value();
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": { "application/json": { "schema": schema } } }),
        );
    }
    if let (Need::Nobody, Some(operation)) = (route.need, operation.as_object_mut()) {
        operation.insert("security".to_owned(), json!([]));
    }
    operation
}

/// What a route can answer where it does not do what it was asked to.
fn statuses(route: &Route) -> Vec<StatusCode> {
    let mut statuses = vec![
        StatusCode::BAD_REQUEST,
        StatusCode::FORBIDDEN,
        StatusCode::NOT_FOUND,
        StatusCode::CONFLICT,
        StatusCode::MISDIRECTED_REQUEST,
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::SERVICE_UNAVAILABLE,
    ];
    if route.need != Need::Nobody || route.body.is_some() {
        statuses.push(StatusCode::UNAUTHORIZED);
    }
    if route.body.is_some() {
        statuses.extend([
            StatusCode::REQUEST_TIMEOUT,
            StatusCode::PAYLOAD_TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            StatusCode::TOO_MANY_REQUESTS,
        ]);
    }
    statuses
}

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }))
        .collect()
}

fn query_parameters(schema: &Schema) -> Vec<Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let mut parameters = Vec::new();
    for (name, property) in properties.into_iter().flatten() {
        let mut property = property.clone();
        let says = property.as_object_mut().and_then(|property| property.remove("description"));
        not_null(&mut property);
        parameters.push(json!({
            "name": name,
            "in": "query",
            "required": required.contains(&name.as_str()),
            "description": says.unwrap_or_default(),
            "schema": property,
        }));
    }
    parameters
}

/// A parameter that is not there is left out and not null.
fn not_null(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    schema.remove("default");
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
}

/// A name for the route: its method and the words of its path.
fn operation_id(method: &Method, path: &str) -> String {
    let words = path.split(['/', '{', '}', '-', '.']).filter(|word| !word.is_empty());
    let mut id = method.as_str().to_ascii_lowercase();
    for word in words {
        id.push('_');
        id.push_str(word);
    }
    id
}
