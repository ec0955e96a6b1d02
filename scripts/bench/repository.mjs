// Writes the synthetic repositories and files for the bench. Runs as a separate program, so that its memory isn't
// measured: node repository.mjs FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { drawFrom } from "./random.mjs";
import { asJson, asYaml, manyRoles, plan, policyDocument, template, unrelated } from "./synthetic.mjs";

const root = process.argv[2];
const draw = drawFrom(20261124);

function write(path, text) {
  const absolute = join(root, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

/**
 * 900 files unrelated to IAM, 50 templates, 30 policies, and 20 plans. One in six of these templates, policies, and
 * plans has a worker role.
 */
function repository(folder, yamlTemplates) {
  for (let index = 0; index < 900; index += 1) {
    const [extension, asText] = index % 2 === 0 ? ["json", asJson] : ["yaml", asYaml];
    write(`${folder}/services/s${index % 60}/config/f${index}.${extension}`, asText(unrelated(draw)));
  }
  for (let index = 0; index < 50; index += 1) {
    const [extension, asText] = index % 2 === 0 || !yamlTemplates ? ["json", asJson] : ["yaml", asYaml];
    write(`${folder}/stacks/t${index}.${extension}`, asText(template(draw, { worker: index % 6 === 0 })));
  }
  for (let index = 0; index < 30; index += 1) {
    write(`${folder}/policies/p${index}.json`, asJson(policyDocument(draw, { worker: index % 6 === 0 })));
  }
  for (let index = 0; index < 20; index += 1) {
    write(`${folder}/plans/plan${index}.json`, JSON.stringify(plan(draw, { worker: index % 6 === 0 })));
  }
}

repository("repository-json", false);
repository("repository-yaml", true);
for (let index = 0; index < 50; index += 1) {
  write(`templates-json/t${index}.json`, asJson(template(draw, { worker: index % 6 === 0, size: 21_000 })));
  write(`templates-yaml/t${index}.yaml`, asYaml(template(draw, { worker: index % 6 === 0, size: 30_000 })));
}
write("roles-64-variants/t.json", asJson(manyRoles(draw, { count: 250, variants: true })));
write("roles-20000/t.json", asJson(manyRoles(draw, { count: 20_000 })));
write("workers-64-variants/t.json", asJson(manyRoles(draw, { count: 250, variants: true, workers: true })));
for (const count of [2_000, 4_000]) {
  write(`workers-${count}/t.json`, asJson(manyRoles(draw, { count, workers: true })));
}
write("large-plan/plan.json", JSON.stringify(plan(draw, { worker: true, size: 50_000_000 })));
for (const count of [100, 1_000, 10_000]) {
  for (let index = 0; index < count; index += 1) {
    write(`files-${count}/d${index % 100}/p${index}.json`, asJson(policyDocument(draw, { statements: 1, actions: 4 })));
  }
  const statements = policyDocument(draw, { worker: true, statements: count, actions: 2 });
  write(`statements-${count}/veeam-worker.json`, asJson(statements));
  const actions = policyDocument(draw, { worker: true, statements: 1, actions: count });
  write(`actions-${count}/veeam-worker.json`, asJson(actions));
}

/** Terraform without a plan: 1,000 modules of ten resources each, called by one root. A tenth of the resources are IAM resources. */
function terraform(folder) {
  const calls = [];
  for (let index = 0; index < 1_000; index += 1) {
    write(`${folder}/modules/m${index}/main.tf`, module(index));
    calls.push(`module "m${index}" {\n  source = "./modules/m${index}"\n  name   = "service-${index}"\n}\n`);
  }
  write(`${folder}/main.tf`, `provider "aws" {\n  region = "eu-west-1"\n}\n\n${calls.join("\n")}`);
}

function module(index) {
  const queues = Array.from({ length: index % 2 === 0 ? 8 : 10 }, (_, at) => {
    return `resource "aws_sqs_queue" "q${at}" {\n  name = "\${var.name}-${at}"\n  tags = { service = var.name, part = "${at}" }\n}\n`;
  });
  const statement = JSON.stringify(policyDocument(draw, { statements: 2, actions: 6 }), null, 2).replaceAll(
    '":',
    '" =',
  );
  const role = `resource "aws_iam_role" "r" {
  name               = var.name
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = jsonencode(${statement})
}
`;
  return `variable "name" {\n  type = string\n}\n\n${queues.join("\n")}${index % 2 === 0 ? `\n${role}` : ""}`;
}

terraform("terraform-source");
