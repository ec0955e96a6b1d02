// Texts by their names in, as JSON; out comes what HashiCorp's parser, compiled to WebAssembly, makes of each, or why it refuses it. A
// process of its own, because Go's runtime does not end by itself.
import process from "node:process";
import { text } from "node:stream/consumers";
import { parse } from "@cdktn/hcl2json";

const found = {};
for (const [name, source] of Object.entries(JSON.parse(await text(process.stdin)))) {
  found[name] = await parse("main.tf", source).then(
    (value) => ({ value }),
    ({ message }) => ({ refusal: message }),
  );
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
