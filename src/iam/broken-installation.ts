/** Thrown if a file of the program is not what the build produced. */
export class BrokenInstallation extends Error {}
