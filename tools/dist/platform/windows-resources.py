#!/usr/bin/env python3
"""Writes what Windows shows about the executable: icon, name and version, as sources for windres.

    windows-resources.py FOLDER

The firewall and the warning for files from the internet show the name. The file manager shows the icon."""

import pathlib
import struct
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[3]

RESOURCES = """#include <winver.h>
1 ICON "stepwise.ico"
1 24 "stepwise.manifest"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEOS VOS_NT_WINDOWS32
FILETYPE VFT_APP
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904B0"
    BEGIN
      VALUE "FileDescription", "Stepwise"
      VALUE "ProductName", "Stepwise"
      VALUE "FileVersion", "{version}"
      VALUE "ProductVersion", "{version}"
      VALUE "OriginalFilename", "stepwise-windows-x86_64.exe"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"""

# Windows 10 and 11; no rights of an administrator; data folders with long paths.
MANIFEST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3">
    <security><requestedPrivileges><requestedExecutionLevel level="asInvoker" uiAccess="false"/></requestedPrivileges></security>
  </trustInfo>
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application><supportedOS Id="{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"/></application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
    </windowsSettings>
  </application>
</assembly>
"""


def icon(png: bytes) -> bytes:
    """An icon file with one picture. Windows reads pictures in the format PNG up to 256 pixels."""
    width, height = struct.unpack(">II", png[16:24])
    header, length = struct.pack("<HHH", 0, 1, 1), 22
    return header + struct.pack("<BBBBHHII", width % 256, height % 256, 0, 0, 1, 32, len(png), length) + png


def main(folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    version = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]
    numbers = ",".join(version.split("-")[0].split(".")) + ",0"
    (folder / "stepwise.ico").write_bytes(icon((ROOT / "public/icon-192.png").read_bytes()))
    (folder / "stepwise.manifest").write_text(MANIFEST)
    (folder / "stepwise.rc").write_text(RESOURCES.format(numbers=numbers, version=version))


main(pathlib.Path(sys.argv[1]))
