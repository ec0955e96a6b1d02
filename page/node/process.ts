/** What the core and fast-glob ask of the process: nothing of the reader's machine is behind it. */
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
