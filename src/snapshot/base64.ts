import { damaged } from "./fault";

/** The bytes of a snapshot that stands in a notebook or a page. Throws a SemlaError where it is cut off or altered. */
export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  let text: string;
  try {
    text = atob(base64);
  } catch (error) {
    throw damaged("its base64 is cut off or altered", error);
  }
  if (text === "") throw damaged("there is nothing in it");
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
