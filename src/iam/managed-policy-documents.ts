import { brotliDecompressSync } from "node:zlib";
import { isJsonObject, type JsonObject, type JsonValue, nodeFromJson, property } from "../source/json-node.js";
import { filePlace } from "../source/place.js";
import { packed } from "./managed-policies.generated.js";
import type { PolicyDocument } from "./model.js";
import { parsePolicyDocument } from "./parse-document.js";

let unpacked: JsonObject | undefined;
const documents = new Map<string, PolicyDocument>();

function all(): JsonObject {
  unpacked ??= JSON.parse(brotliDecompressSync(Buffer.from(packed, "base64")).toString("utf8")) as JsonObject;
  return unpacked;
}

function entry(name: string): JsonObject | null {
  const found: JsonValue | undefined = property(all(), name);
  return isJsonObject(found) ? found : null;
}

/** The document of an AWS-managed policy by its path and name (`job-function/ViewOnlyAccess`); `null` if we lack it. */
export function managedPolicyDocument(name: string): PolicyDocument | null {
  const known = documents.get(name);
  if (known !== undefined) return known;
  const found = entry(name);
  if (found === null) return null;
  const document = parsePolicyDocument(nodeFromJson(property(found, "document") ?? null, filePlace(name)), "identity");
  documents.set(name, document);
  return document;
}
