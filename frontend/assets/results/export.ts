// A result → a file on the reader's disk: JSON as the API gave it.
import { save } from "../basic/save";
import type { ResultData } from "./result_data";

export function saveResult(data: ResultData): void {
  save(JSON.stringify(data.body, null, 2), "application/json", `${data.file_name}.json`);
}
