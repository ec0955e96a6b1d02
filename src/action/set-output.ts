import * as core from "@actions/core";
import { systemFault } from "../discover/system-fault.js";

/** Sets outputs. A file of the runner's that takes none costs a warning, not what is published otherwise. */
export function setOutputs(outputs: Readonly<Record<string, string>>): void {
  try {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  } catch (error) {
    core.warning(`the outputs can't be written: ${systemFault(error).reason}`);
  }
}
