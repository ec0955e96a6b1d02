/** The properties of `process` that the core and fast-glob read. They reveal nothing about the reader's machine. */
const process = {
  platform: "linux",
  version: "v20.0.0",
  versions: { node: "20.0.0" },
  execPath: "/usr/bin/node",
  env: {},
  cwd: () => "/",
};

export { process };
export default process;
