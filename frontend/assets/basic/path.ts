// What a file is known by.

/** Where the file lies in the folder that was given, or its name. */
export function fileToPath(file: File): string {
  return file.webkitRelativePath || file.name;
}
