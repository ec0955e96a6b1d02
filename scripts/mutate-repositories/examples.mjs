// The texts of the passing examples. The mutations remove an action or a file, in any format.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `folder`: the examples' folder. `kinds`: the vendor's kinds, whose actions the examples need. */
export function exampleRepositories(folder, kinds) {
  const passing = ["cloudformation/passing", "policy-json/passing", "terraform/passing"].map((name) => {
    return [name, readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file))])];
  });
  const own = ["worker-iam-check.yml", "acme-archive.yml", "passing.yaml"].map((file) => {
    return [`examples/requirements/${file}`, readFileSync(join(folder, "requirements", file))];
  });
  const asOwn = own.map(([path, content]) => [
    path.endsWith("/worker-iam-check.yml") ? "worker-iam-check.yml" : path,
    content,
  ]);
  const requirements = ["requirements", asOwn];
  const source = ["terraform-source/passing", sourceFiles(join(folder, "terraform-source/passing"), kinds)];
  const listed = new Set(kinds.flatMap(({ actions }) => actions));
  const isNeeded = (name) => (action) => name === "requirements" || listed.has(action);
  return [...passing, requirements, source].map(([name, files]) => {
    return new ExampleScene(`examples/${name}`, new Map(files), isNeeded(name));
  });
}

/** A module and its callers. Its actions are written out, so that single ones can be removed. */
function sourceFiles(folder, kinds) {
  const spelt = JSON.stringify(kinds.find(({ name }) => name === "communication").actions);
  return ["main.tf", "terraform.tfvars", "worker-role/main.tf"].map((path) => {
    const text = readFileSync(join(folder, path), "utf8");
    return [path, Buffer.from(text.replace(/\[for .*\]/, spelt))];
  });
}

/** Each of these removes something required from every place that has it, or changes nothing. */
const LOSSES = {
  "misspell an action": (files, random, isNeeded) => {
    const action = random.pick(actionsOf(files).filter(isNeeded));
    return everywhere(files, (text) => text.replace(new RegExp(`\\b${action}\\b`, "g"), `${action}s3`));
  },
  "put another action in its place": (files, random, isNeeded) => {
    const action = random.pick(actionsOf(files).filter(isNeeded));
    return everywhere(files, (text) => text.replace(new RegExp(`\\b${action}\\b`, "g"), "sqs:TagQueue"));
  },
  "deny all that was allowed": (files) =>
    everywhere(files, (text) =>
      text.replace(/(Effect\W+)Allow\b/g, "$1Deny").replace(/("effect":\s*)"Allow"/g, '$1"Deny"'),
    ),
  "narrow all resources": (files) =>
    everywhere(files, (text) => text.replace(/(Resources?\W*?[": ]+)\*/gi, "$1arn:aws:sqs:eu-west-1:111122223333:x")),
  "delete a file": (files, random) => without(files, random.pick(checked(files))),
  "rename a file to what is not read": (files, random) => {
    const path = random.pick(checked(files));
    return new Map([...without(files, path), [`${path}.txt`, files.get(path)]]);
  },
  "truncate a file": (files, random) => {
    const path = random.pick(checked(files));
    const text = files.get(path).toString();
    const last = [...text.matchAll(ACTION)].at(-1)?.index ?? text.lastIndexOf("}");
    return new Map([...without(files, path), [path, Buffer.from(text.slice(0, random.below(last)))]]);
  },
};

class ExampleScene {
  constructor(name, files, isNeeded) {
    this.name = name;
    this.files = files;
    this.isNeeded = isNeeded;
  }

  committed() {
    return this.files;
  }

  untouched() {
    return this.files;
  }

  mutated(random) {
    const mutation = random.pick(Object.keys(LOSSES));
    const files = LOSSES[mutation](this.files, random, this.isNeeded);
    return {
      mutations: [mutation],
      files: () => files,
      lost: () => (isSame(this.files, files) ? [] : ["something"]),
      uncovered: () => [],
      restyled: () => null,
    };
  }
}

/** Matches only real actions, not strings that look like one. */
const ACTION = /\b(?:ebs|ec2|ec2messages|iam|kms|s3|sqs|sns|ssm|ssmmessages|events):[A-Z][A-Za-z0-9]+\b/g;

function isSame(files, others) {
  return [...files].every(([path, content]) => others.get(path)?.equals(content));
}

function checked(files) {
  // If there is a plan, it is checked instead of the source next to it.
  const notChecked = [...files.keys()].some(isPlan) ? /\.tf$/ : /(^worker-iam-check\.yml|acme-archive\.yml|\.tfvars)$/;
  return [...files.keys()].filter((path) => !notChecked.test(path));
}

function isPlan(path) {
  return path.endsWith("plan.json");
}

function actionsOf(files) {
  return [...new Set(checked(files).flatMap((path) => files.get(path).toString().match(ACTION) ?? []))];
}

function everywhere(files, change) {
  const keeps = (path) => !checked(files).includes(path);
  return new Map(
    [...files].map(([path, content]) => [path, keeps(path) ? content : Buffer.from(change(content.toString()))]),
  );
}

function without(files, path) {
  // If a plan is gone or truncated, the source next to it is checked, so the source is removed, too.
  return new Map([...files].filter(([other]) => other !== path && !(isPlan(path) && other.endsWith(".tf"))));
}
