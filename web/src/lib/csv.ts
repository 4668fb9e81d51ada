/** Rows as CSV, with nested fields under dotted names. */

function flatten(value: unknown, name: string, into: Record<string, string>): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) into[name] = value.every((v) => typeof v !== "object") ? value.join(" ") : JSON.stringify(value);
  else if (typeof value === "object") for (const [key, inner] of Object.entries(value)) flatten(inner, name ? `${name}.${key}` : key, into);
  else into[name] = String(value);
}

/** A cell that a spreadsheet would take for a formula gets a quote before it; what others wrote must not run. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv(rows: readonly object[]): string {
  const flat = rows.map((row) => {
    const into: Record<string, string> = {};
    flatten(row, "", into);
    return into;
  });
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  return [columns, ...flat.map((row) => columns.map((column) => row[column] ?? ""))].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}
