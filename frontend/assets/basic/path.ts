// What a file is known by.

const dropped = new WeakMap<File, string>();

/** Where the file lies in the folder that was given, or its name. */
export function fileToPath(file: File): string {
  return dropped.get(file) ?? (file.webkitRelativePath || file.name);
}

/** Keep where a dropped file lies, which the file itself does not know; `path` begins with `/`. */
export function rememberPath(file: File, path: string): void {
  dropped.set(file, path.replace(/^\/+/, ""));
}
