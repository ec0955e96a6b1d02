// Moves the texts of compiled modules into a compressed file next to them: the catalog takes 5 kB of a bundle, not 54.
// The file is separate because JavaScript can contain bytes only as text, which is a quarter longer.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { packText } from "./write-generated.mjs";

/** The file's name. It is next to the bundle, or next to the compiled module that reads it. */
export const PACKED_FILE = "packed-texts.bin";
export const PACKED_MODULE = "iam/packed-texts.js";

/**
 * The packed contents: JSON values returned by modules' functions, and texts that generated modules already contain in packed form, so that
 * each can be generated separately. A group is unpacked as a whole. AWS's two data sets name the same actions and take 14 kB less together.
 */
const GROUPS = [
  [
    { module: "iam/service-authorization.generated.js", reader: "iam/packed-authorization.js" },
    { module: "iam/managed-policies.generated.js", reader: "iam/managed-policy-documents.js" },
  ],
  [
    { module: "requirements/catalog/files.js", name: "files" },
    { module: "rules/escalation-paths.js", name: "escalationPaths" },
  ],
];

/** `folder` has the compiled modules. */
export async function packTexts(folder) {
  const load = async (module) => import(pathToFileURL(join(folder, module)).href);
  const { unpackText } = await load("iam/unpack-text.js");
  const { checksum } = await load("iam/packed-file.js");
  const groups = [];
  for (const [group, members] of GROUPS.entries()) {
    const texts = [];
    for (const [place, { module, name, reader }] of members.entries()) {
      const exported = await load(module);
      const at = JSON.stringify([group, place]);
      texts.push(name === undefined ? unpackText(exported.packed) : JSON.stringify(exported[name]()));
      if (name === undefined) pointAt(folder, module, exported.packed, at, reader);
      else writeFileSync(join(folder, module), exporting(module, name, at));
    }
    groups.push(packText(texts.join("\0")));
  }
  const file = Buffer.concat(groups);
  let end = 0;
  const ends = groups.map(({ length }) => {
    end += length;
    return end;
  });
  writeFileSync(join(folder, dirname(PACKED_MODULE), PACKED_FILE), file);
  writeFileSync(
    join(folder, PACKED_MODULE),
    `import { readFileSync } from "node:fs";
import { packedTexts } from "./packed-file.js";
const read = () => readFileSync(new URL("./${PACKED_FILE}", import.meta.url));
export const unpackText = packedTexts(read, ${checksum(file)}, ${JSON.stringify(ends)});
`,
  );
}

/** Replaces a generated module's contents with its position in the file, and makes its reader request the text there. */
function pointAt(folder, module, packed, at, reader) {
  const edit = (name, from, to) => {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${path} is not as it is expected`);
    writeFileSync(path, text.replace(from, to));
  };
  edit(module, JSON.stringify(packed), at);
  edit(reader, '"./unpack-text.js"', '"./packed-texts.js"');
}

function exporting(module, name, at) {
  return `import { unpackText } from "${relative(dirname(module), PACKED_MODULE).replaceAll("\\", "/")}";
let value;
export const ${name} = () => (value ??= JSON.parse(unpackText(${at})));
`;
}
