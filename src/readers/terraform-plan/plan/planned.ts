import { type JsonObject, property } from "../../../source/json-node.js";
import { once } from "../../../source/once.js";
import type { Planned } from "../../reader.js";
import { blockOf } from "../../terraform/model/address.js";
import { listIn, objectIn, textIn } from "../../terraform/model/fields.js";
import { changeOf } from "./read-plan.js";

/** A plan's information about the source that it was created from. */
export function plannedIn(plan: JsonObject): Planned {
  const root = objectIn(objectIn(plan, "configuration"), "root_module");
  const changes = once(() => new Map(listIn(plan, "resource_changes").flatMap(changeIn)));
  const lookedAt = once(() => new Set([...changes().keys()].map(blockOf)));
  const blocks = once(() => (listsBlocks(root) ? new Set(blocksIn(root)) : lookedAt()));
  // Terraform marks a plan as incomplete after `-target` or with deferred changes. Versions before 1.8 mark nothing. A
  // `-refresh-only` plan has no changes.
  const isWhole = (): boolean => property(plan, "complete") === true && changes().size > 0;
  return {
    changes,
    configures: (address) => blocks().has(blockOf(address)),
    isWhole,
    lookedAtAll: (type) => {
      const isOwn = new RegExp(`^(?:module\\..*\\.)?${type}\\.`);
      return isWhole() || [...blocks()].every((block) => !isOwn.test(block) || lookedAt().has(block));
    },
    variables: (isSet) => {
      const given = objectIn(plan, "variables");
      const declared = objectIn(root, "variables");
      const names = [...Object.keys(given), ...Object.keys(declared)];
      const isOpen = (name: string): boolean => property(objectIn(declared, name), "sensitive") === true;
      const isDefault = (name: string): boolean => {
        const value = property(objectIn(given, name), "value");
        return (
          value !== undefined &&
          JSON.stringify(value) === JSON.stringify(property(objectIn(declared, name), "default")) &&
          !isSet(name)
        );
      };
      return Object.fromEntries(
        names
          .filter((name) => isOpen(name) || !isDefault(name))
          .map((name) => [name, isOpen(name) ? {} : objectIn(given, name)]),
      );
    },
  };
}

function changeIn(node: JsonObject): readonly (readonly [address: string, change: string])[] {
  const isDeposed = textIn(node, "deposed") !== "";
  return isDeposed ? [] : [[textIn(node, "address"), changeOf(property(objectIn(node, "change"), "actions"))]];
}

function listsBlocks(module: JsonObject): boolean {
  return ["resources", "module_calls"].some((key) => property(module, key) !== undefined);
}

function blocksIn(module: JsonObject, prefix = ""): readonly string[] {
  const calls = objectIn(module, "module_calls");
  return [
    ...listIn(module, "resources").map((one) => prefix + textIn(one, "address")),
    ...Object.keys(calls).flatMap((name) =>
      blocksIn(objectIn(objectIn(calls, name), "module"), `${prefix}module.${name}.`),
    ),
  ];
}
