// Reads sources by name, as JSON, from standard input. Writes the output of HashiCorp's parser, compiled to WebAssembly, for each, or the
// reason why it refuses one. Runs as a separate process, because Go's runtime doesn't exit on its own.
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
