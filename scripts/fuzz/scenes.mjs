// Folders whose files are read together. One file of a folder is mutated, and the others stay as they are: the `.tf`
// sources of a plan and the files that they read, parameter files, nested templates, the CDK's manifest, requirements,
// and the config file that names them.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TERRAFORM = ["__tests__/fixtures/terraform", "__tests__/fixtures/terraform-written"];
const CLOUDFORMATION = "__tests__/fixtures/cloudformation";

const named = [
  { folder: `${CLOUDFORMATION}/nested`, config: "roles: {'*': communication}\n" },
  { folder: `${CLOUDFORMATION}/cdk`, config: "" },
  {
    folder: `${CLOUDFORMATION}/parameters`,
    config: "roles: {'*': communication}\nparameters: {template.yaml: prod.json, '*.yaml': pipeline.json}\n",
  },
  {
    folder: `${CLOUDFORMATION}/every-construct`,
    config:
      "files: ['*.yaml']\nrequirements: requirements.yml\nroles: {'*': probe}\nparameters: {template.yaml: parameters.json}\n",
  },
  { folder: "examples/terraform", config: "" },
  { folder: "examples/requirements", config: readConfig },
];

function readConfig(root) {
  return readFileSync(join(root, "examples/requirements/worker-iam-check.yml"), "utf8").replaceAll(
    "examples/requirements/",
    "",
  );
}

/** Files that only the tests read. */
const UNREAD = new Set(["applied.json", "expectation.json"]);

const CONFIG = "worker-iam-check.yml";
const MAX_SIZE = 60_000;

/** Scenes with the text of each file by path within the scene, including the config file. */
export function scenesOf(root) {
  const folders = TERRAFORM.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  const plans = folders.map((folder) => ({ folder, config: "files: [plan.json]\nroles: {'*': communication}\n" }));
  return [...plans, ...named]
    .filter(({ folder }) => existsSync(join(root, folder)))
    .map(({ folder, config }) => ({
      folder,
      texts: { ...textsBelow(join(root, folder)), [CONFIG]: typeof config === "string" ? config : config(root) },
    }));
}

function textsBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|ya?ml|tf|tftpl|js)$/.test(entry.name) && entry.name !== CONFIG)
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return Object.fromEntries(
    entries
      .map((path) => [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")])
      .filter(([, text]) => text.length <= MAX_SIZE),
  );
}

/** A seed for each file, except an app's source, which findings only point at. */
export function sceneSeeds(scenes) {
  return scenes.flatMap(({ folder, texts }, scene) =>
    Object.entries(texts)
      .filter(([path]) => !path.endsWith(".js") && !UNREAD.has(path))
      .map(([file, text]) => ({ path: `${folder}/${file}`, file, text, scene })),
  );
}

/** Creates a scene's folder below `parent` on first use. Puts a mutated file there while `use` runs. */
export class Stage {
  #folders = new Map();

  constructor(root, scenes, parent) {
    this.root = root;
    this.scenes = scenes;
    this.parent = parent;
  }

  folderOf(scene) {
    const known = this.#folders.get(scene);
    if (known !== undefined) return known;
    const folder = join(this.parent, `scene-${scene}`);
    cpSync(join(this.root, this.scenes[scene].folder), folder, { recursive: true });
    writeFileSync(join(folder, CONFIG), this.scenes[scene].texts[CONFIG]);
    this.#folders.set(scene, folder);
    return folder;
  }

  /** `use` gets the folder and the text of the config file. */
  async with({ scene, file }, text, use) {
    const folder = this.folderOf(scene);
    const { texts } = this.scenes[scene];
    writeFileSync(join(folder, file), text);
    try {
      return await use(folder, { path: CONFIG, text: file === CONFIG ? text : texts[CONFIG] });
    } finally {
      writeFileSync(join(folder, file), texts[file]);
    }
  }
}
