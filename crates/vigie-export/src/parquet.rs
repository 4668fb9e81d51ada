//! Parquet: the flat table of one kind, typed, in columns, for pandas, DuckDB, Spark and R's arrow.
//!
//! Memory: the rows of one group, [`ROWS`] of them.

use std::io::{self, Write};
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use vigie_record::{Column, Holds};

use crate::cell::Cell;
use crate::format::{Writer, columns, row};
use crate::record::{Kind, Record};

/// The rows of a group.
const ROWS: usize = 1 << 16;

/// The day from which Parquet counts.
const EPOCH: Date = date(1970, 1, 1);

/// A table in columns.
pub(crate) struct Parquet<W: Write + Send> {
    kind: Kind,
    gathered: Vec<Gathered>,
    n_rows: usize,
    out: SerializedFileWriter<W>,
}

/// The values of one column of the group, and for each row whether it has one.
struct Gathered {
    has_value: Vec<i16>,
    values: Values,
}

enum Values {
    Text(Vec<ByteArray>),
    Number(Vec<f64>),
    Integer(Vec<i64>),
    Truth(Vec<bool>),
    Days(Vec<i32>),
}

impl<W: Write + Send> Parquet<W> {
    pub(crate) fn new(kind: Kind, out: W) -> io::Result<Self> {
        let columns = columns(kind);
        let schema = schema(columns).map_err(fault)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("vigie ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let out = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        Ok(Self { kind, gathered: columns.iter().map(|column| Gathered::new(column.holds)).collect(), n_rows: 0, out })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.n_rows == 0 {
            return Ok(());
        }
        let mut group = self.out.next_row_group()?;
        for column in &mut self.gathered {
            column.write(&mut group)?;
        }
        group.close()?;
        self.n_rows = 0;
        Ok(())
    }
}

impl<W: Write + Send> Writer for Parquet<W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        if record.kind() != Some(self.kind) {
            return Ok(false);
        }
        for (column, cell) in self.gathered.iter_mut().zip(row(record)) {
            column.add(&cell);
        }
        self.n_rows += 1;
        if self.n_rows == ROWS {
            self.write_group().map_err(fault)?;
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_group().map_err(fault)?;
        self.out.close().map_err(fault)?;
        Ok(())
    }
}

impl Gathered {
    fn new(holds: Holds) -> Self {
        let values = match holds {
            Holds::Text => Values::Text(Vec::new()),
            Holds::Number => Values::Number(Vec::new()),
            Holds::Integer => Values::Integer(Vec::new()),
            Holds::Truth => Values::Truth(Vec::new()),
            Holds::Date => Values::Days(Vec::new()),
        };
        Self { has_value: Vec::new(), values }
    }

    /// Adds a cell. One that is not of the column's type counts as nothing; the tests of the tables see to it that there is none.
    fn add(&mut self, cell: &Cell<'_>) {
        let is_added = match (&mut self.values, cell) {
            (Values::Text(values), Cell::Text(text)) => added(values, ByteArray::from(text.as_ref())),
            (Values::Number(values), Cell::Number(number)) => added(values, *number),
            (Values::Integer(values), Cell::Integer(number)) => added(values, *number),
            (Values::Truth(values), Cell::Truth(truth)) => added(values, *truth),
            (Values::Days(values), Cell::Date(day)) => added(values, days(*day)),
            _ => false,
        };
        self.has_value.push(i16::from(is_added));
    }

    fn write<W: Write + Send>(&mut self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), ParquetError> {
        let has_value = std::mem::take(&mut self.has_value);
        match &mut self.values {
            Values::Text(values) => write_column::<ByteArrayType, W>(group, &std::mem::take(values), &has_value),
            Values::Number(values) => write_column::<DoubleType, W>(group, &std::mem::take(values), &has_value),
            Values::Integer(values) => write_column::<Int64Type, W>(group, &std::mem::take(values), &has_value),
            Values::Truth(values) => write_column::<BoolType, W>(group, &std::mem::take(values), &has_value),
            Values::Days(values) => write_column::<Int32Type, W>(group, &std::mem::take(values), &has_value),
        }
    }
}

fn added<T>(values: &mut Vec<T>, value: T) -> bool {
    values.push(value);
    true
}

fn write_column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    has_value: &[i16],
) -> Result<(), ParquetError> {
    let missing = || ParquetError::General("a column more than the schema has".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    column.typed::<T>().write_batch(values, Some(has_value), None)?;
    column.close()
}

fn schema(columns: &[Column]) -> Result<Type, ParquetError> {
    let field = |column: &Column| {
        let (physical, logical) = match column.holds {
            Holds::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Holds::Number => (Physical::DOUBLE, None),
            Holds::Integer => (Physical::INT64, None),
            Holds::Truth => (Physical::BOOLEAN, None),
            Holds::Date => (Physical::INT32, Some(LogicalType::Date)),
        };
        let builder = Type::primitive_type_builder(column.name, physical);
        builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("vigie").with_fields(fields).build()
}

/// Days since 1970.
fn days(day: Date) -> i32 {
    (day - EPOCH).get_days()
}

fn fault(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(source) => io::Error::other(source),
        },
        other => io::Error::other(other),
    }
}
