export { removeFolder as default } from "./temporary-folder.mjs";
