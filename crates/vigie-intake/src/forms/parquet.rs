//! Tables of columns, as Parquet has them, by the names of their columns.

use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::data_type::AsBytes as _;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

use super::FormFault;
use super::columns::Columns;
use super::walker::{Flow, Walker};

/// The rows of a table, one at a time.
pub(super) fn walk(walker: &mut Walker<'_>, bytes: Vec<u8>) -> Flow {
    // The format's reader trusts some of its numbers, so what a damaged file makes it do is caught.
    let caught = catch_unwind(AssertUnwindSafe(|| rows(walker, bytes)));
    match caught {
        Ok(flow) => flow,
        Err(_) => walker.fault(None, unsound("its numbers contradict each other")),
    }
}

fn rows(walker: &mut Walker<'_>, bytes: Vec<u8>) -> Flow {
    let reader = match SerializedFileReader::new(bytes::Bytes::from(bytes)) {
        Ok(reader) => reader,
        Err(error) => return walker.fault(None, fault(&error)),
    };
    let schema = reader.metadata().file_metadata().schema_descr();
    let names: Vec<String> = schema.root_schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    let Some(columns) = Columns::of(names.iter().map(String::as_str)) else {
        let columns = names.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
        return walker.fault(None, FormFault::NoTextColumn { columns });
    };
    let rows = match reader.get_row_iter(None) {
        Ok(rows) => rows,
        Err(error) => return walker.fault(None, fault(&error)),
    };
    for (at, row) in rows.enumerate() {
        match row {
            Ok(row) => match columns.report(|column| cell(&row, column)) {
                Ok(read) => walker.made(at + 1, read)?,
                Err(fault) => walker.fault(Some(at + 1), fault.into())?,
            },
            Err(error) => return walker.fault(Some(at + 1), fault(&error)),
        }
    }
    Flow::Continue(())
}

fn fault(error: &ParquetError) -> FormFault {
    let said = error.to_string();
    match said.split_once("Disabled feature at compile time: ") {
        Some((_, packing)) => {
            unsound(&format!("its columns are packed by {packing}: write it with snappy, gzip or LZ4"))
        }
        None => unsound(&said),
    }
}

fn unsound(reason: &str) -> FormFault {
    FormFault::Unsound { what: "Parquet file", reason: reason.to_owned() }
}

/// A cell as text.
fn cell(row: &Row, column: usize) -> Option<String> {
    match row.get_column_iter().nth(column)?.1 {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.as_bytes()).into_owned()),
        Field::TimestampMillis(since) => instant(since.checked_mul(1000)?),
        Field::TimestampMicros(since) => instant(*since),
        Field::Date(days) => instant(i64::from(*days).checked_mul(86_400_000_000)?).map(|day| day[..10].to_owned()),
        other => Some(other.to_string().trim_matches('"').to_owned()),
    }
}

/// An instant in millionths of a second since 1970.
fn instant(since: i64) -> Option<String> {
    jiff::Timestamp::from_microsecond(since)
        .ok()
        .map(|at| at.to_string())
        .filter(|at| at.len() > 10 && at.is_char_boundary(10))
}
