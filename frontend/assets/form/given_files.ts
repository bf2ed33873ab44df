// Files that are given to the page in other ways than its chooser: dropped anywhere, pasted, in
// folders.

import { showToast } from "../basic/announce";
import { rememberPath } from "../basic/path";
import { text } from "../basic/text";
import type { UploadForm } from "./upload_form";

/** Take files from wherever they fall; a single one over a model's own form is for that model. */
export function acceptGivenFiles(main: UploadForm, alone: UploadForm[]): void {
  const target = (place: EventTarget | null, files: File[]) => {
    const own = alone.find((one) => place instanceof Node && one.card.contains(place));
    return own && files.length === 1 && !own.isBusy ? own : main;
  };
  const mark = (isOver: boolean) => document.body.classList.toggle("is-over", isOver);
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  document.addEventListener("drop", async (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    mark(false);
    const files = await transferToFiles(event.dataTransfer, main.isAudio);
    if (files.length) await target(event.target, files).listenTo(files);
    else showToast(text("no_audio_there"));
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void main.listenTo(files);
  });
}

/** A button that lets a whole folder be chosen, where the browser can do that. */
export function enhanceFolder(form: HTMLFormElement, upload: UploadForm): void {
  const button = form.querySelector<HTMLButtonElement>("[data-folder]");
  if (!button || !("webkitdirectory" in HTMLInputElement.prototype)) return;
  const input = document.createElement("input");
  input.type = "file";
  input.webkitdirectory = true;
  input.hidden = true;
  input.ariaLabel = button.textContent;
  input.dataset.folderFiles = "";
  button.after(input);
  button.hidden = false;
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])].filter(upload.isAudio).sort(byPath);
    input.value = "";
    if (files.length) void upload.listenTo(files);
    else showToast(text("no_audio_there"));
  });
}

/** All files that were dropped; of those in folders, only what is audio by its name. */
async function transferToFiles(
  transfer: DataTransfer,
  isAudio: (file: File) => boolean,
): Promise<File[]> {
  const dropped = [...transfer.items].filter(({ kind }) => kind === "file");
  // All entries are asked for before the first is waited for: then the browser forgets them.
  const entries = dropped.map((item) => [item.webkitGetAsEntry(), item.getAsFile()] as const);
  const found = entries.map(async ([entry, file]) => {
    if (!entry?.isDirectory) return file ? [file] : [];
    const inside = await entryToFiles(entry);
    return inside.filter(isAudio);
  });
  return (await Promise.all(found)).flat();
}

/** A file, or all files in a folder and its folders, in the order of their names. */
async function entryToFiles(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    rememberPath(file, entry.fullPath);
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (!some.length) break; // a browser gives a hundred at a time
    inside.push(...some);
  }
  inside.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  return (await Promise.all(inside.map(entryToFiles))).flat();
}

function byPath(one: File, other: File): number {
  const [first, second] = [one.webkitRelativePath, other.webkitRelativePath];
  return first.localeCompare(second, undefined, { numeric: true });
}
