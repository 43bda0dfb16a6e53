/**
 * Sealed text and cursors, in the form in which the table holds them: AES-256-GCM.
 *
 *     01 | generation (4 bytes) | nonce (12 bytes) | ciphertext and tag (16 bytes)
 *
 * Bound to the first five bytes, to whose key it is, and to where the text lies.
 */

import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

const [HEADER, NONCE, TAG] = [5, 12, 16];

/** Return the parts, each behind its length. */
export function framed(...parts) {
  return Buffer.concat(parts.flatMap((part) => {
    const text = Buffer.from(part, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return [length, text];
  }));
}

function opened(key, nonce, sealed, about) {
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAAD(about);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const text = decipher.update(sealed.subarray(0, sealed.length - TAG));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}

/** Opens sealed text with the data keys of clients, read from a file of hexadecimal text. */
export class Opener {
  constructor(table, file) {
    this.table = table;
    const keys = JSON.parse(readFileSync(file, "utf8"));
    this.keys = new Map(Object.entries(keys).map(([id, key]) => [id, Buffer.from(key, "hex")]));
  }

  /** Return the text of an attribute, or null where the item has none. */
  open(item, name) {
    if (!(name in item)) return null;
    const blob = Buffer.from(item[name].buffer, item[name].byteOffset, item[name].byteLength);
    const header = blob.subarray(0, HEADER);
    const nonce = blob.subarray(HEADER, HEADER + NONCE);
    const place = framed(this.table, item.PK, item.SK, name);
    const about = Buffer.concat([header, framed(item.client_id, "own"), place]);
    return opened(this.keys.get(item.client_id), nonce, blob.subarray(HEADER + NONCE), about);
  }
}

/** Seals where a list goes on, so that nobody can read or change it. */
export class Cursors {
  constructor(secret) {
    this.key = createHash("sha256").update(`cursor${secret}`).digest();
  }

  seal(place, scope) {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    cipher.setAAD(Buffer.from(scope));
    const sealed = Buffer.concat([cipher.update(place, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64url");
  }

  open(cursor, scope) {
    const raw = Buffer.from(cursor, "base64url");
    return opened(this.key, raw.subarray(0, NONCE), raw.subarray(NONCE), Buffer.from(scope));
  }
}
