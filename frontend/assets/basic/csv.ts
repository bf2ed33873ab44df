// Rows → CSV that spreadsheets read, also those of countries where the comma is in the numbers.

export type Field = string | number | boolean | null;

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;
const BYTE_ORDER_MARK = "\uFEFF"; // without it spreadsheets take UTF-8 for something else

export interface Signs {
  separator: string;
  decimalSign: string;
}

const ENGLISH: Signs = { separator: ",", decimalSign: "." };

/** Lines of fields, with the signs that spreadsheets of a country take for separator and point. */
export function rowsToCsv(rows: Field[][], signs: Signs = ENGLISH): string {
  const { separator, decimalSign } = signs;
  const lines = rows.map((row) => row.map((field) => fieldToCsv(field, decimalSign)));
  return BYTE_ORDER_MARK + lines.map((line) => `${line.join(separator)}\r\n`).join("");
}

/** Whether a spreadsheet would compute it instead of showing it. */
export function isFormula(words: string): boolean {
  return FORMULA.test(words);
}

/** Quoted; a text that a spreadsheet would compute gets an apostrophe before it. */
function fieldToCsv(field: Field, decimalSign: string): string {
  if (typeof field === "number") return String(field).replace(".", decimalSign);
  const words = String(field ?? "");
  return `"${(isFormula(words) ? `'${words}` : words).replaceAll('"', '""')}"`;
}
