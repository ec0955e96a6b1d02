import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import type { ModuleCall, ModuleConfig } from "../../terraform/model/configuration.js";
import { listIn, objectIn, textIn } from "../../terraform/model/fields.js";

/** A module in a plan's configuration, which contains expressions with their references. Its parts are read on demand. */
export class PlanModule implements ModuleConfig {
  private resources: ReadonlyMap<string, JsonObject> | undefined;
  private readonly calls = new Map<string, ModuleCall>();

  constructor(private readonly node: JsonObject) {}

  resource(address: string): JsonObject | undefined {
    this.resources ??= new Map(listIn(this.node, "resources").map((one) => [textIn(one, "address"), one]));
    return this.resources.get(address);
  }

  call(name: string): ModuleCall | undefined {
    const known = this.calls.get(name);
    const node = property(objectIn(this.node, "module_calls"), name);
    if (known !== undefined || !isJsonObject(node)) return known;
    const call: ModuleCall = {
      source: textIn(node, "source"),
      expressions: objectIn(node, "expressions"),
      forEach: property(node, "for_each_expression"),
      single: !("for_each_expression" in node || "count_expression" in node),
      module: new PlanModule(objectIn(node, "module")),
    };
    this.calls.set(name, call);
    return call;
  }

  get isEmpty(): boolean {
    return listIn(this.node, "resources").length + this.callNames().length === 0;
  }

  callNames(): readonly string[] {
    return Object.keys(objectIn(this.node, "module_calls"));
  }

  output(name: string): JsonValue | undefined {
    return property(objectIn(objectIn(this.node, "outputs"), name), "expression");
  }

  outputNames(): readonly string[] {
    return Object.keys(objectIn(this.node, "outputs"));
  }

  variableDefault(name: string): JsonValue | undefined {
    return property(objectIn(objectIn(this.node, "variables"), name), "default");
  }

  isSensitive(variable: string): boolean {
    return property(objectIn(objectIn(this.node, "variables"), variable), "sensitive") === true;
  }
}
