// One of the page's own examples as a file, as if somebody had chosen it.

/** null where the server does not answer. */
export async function addressToFile(address: string): Promise<File | null> {
  try {
    const response = await fetch(address);
    if (!response.ok) return null;
    const name = address.split("/").at(-1) ?? address;
    return new File([await response.blob()], name, { type: "audio/mpeg" });
  } catch {
    return null;
  }
}
