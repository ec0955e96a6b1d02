/** Node's globals that need no import. */
export { Buffer } from "./buffer.js";
export { process } from "./process.js";
