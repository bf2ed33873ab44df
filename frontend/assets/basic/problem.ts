// What went wrong in the browser itself; the texts stand in the page's templates.
import { UnreachableError } from "../form/upload";

export type ProblemName = "too-large" | "unreachable" | "refused-microphone" | "no-microphone";

const maximumBytes = Number(document.body.dataset.maxUploadBytes);

/** The HTML of a problem that the page knows. */
export function problemToHtml(name: ProblemName): string {
  return (document.getElementById(`problem-${name}`) as HTMLTemplateElement).innerHTML;
}

export function isTooLarge(file: File): boolean {
  return file.size > maximumBytes;
}

/** HTML for what `fileToHtml` was rejected with; null where somebody cancelled. */
export function errorToHtml(error: unknown): string | null {
  if (error instanceof UnreachableError) return problemToHtml("unreachable");
  if (error instanceof DOMException && error.name === "AbortError") return null;
  throw error;
}
