import { existsSync } from "node:fs";

/** LibreOffice of this machine, where packages put it; undefined where it is absent. */
export const SOFFICE = ["/usr/bin/soffice", "/usr/local/bin/soffice", "/usr/bin/libreoffice"].find((path) =>
  existsSync(path),
);
