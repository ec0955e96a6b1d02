import * as core from "@actions/core";
import { systemFault } from "../discover/system-fault.js";

/** Sets outputs. If the runner's file can't be written, this only warns, so that everything else is still published. */
export function setOutputs(outputs: Readonly<Record<string, string>>): void {
  try {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  } catch (error) {
    core.warning(`the outputs can't be written: ${systemFault(error).reason}`);
  }
}
