/** A file of the program is not what the build made. */
export class BrokenInstallation extends Error {}
