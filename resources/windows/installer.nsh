; What electron-builder's installer does besides (electron-builder.yml): the command line on the PATH, and a last word of the uninstaller.
!include LogicLib.nsh

; Windows has this folder on every user's PATH, so that nothing of the PATH need be changed.
!define INKSTONE_COMMAND "$LOCALAPPDATA\Microsoft\WindowsApps\inkstone.cmd"

!macro customInstall
  FileOpen $0 "${INKSTONE_COMMAND}" w
  ${If} $0 != ""
    FileWrite $0 '@call "$INSTDIR\resources\inkstone.cmd" %*$\r$\n'
    FileClose $0
  ${EndIf}
!macroend

!macro customUnInstall
  Delete "${INKSTONE_COMMAND}"
  ; An update uninstalls the version before: nothing is to be said then, nor in a silent one.
  ${IfNot} ${isUpdated}
    ${If} $LANGUAGE == 2052
      MessageBox MB_OK|MB_ICONINFORMATION "您的训练记录、模型、手写样本和设置都保留在 $APPDATA\Inkstone。如不再需要，请自行删除该文件夹。" /SD IDOK
    ${Else}
      MessageBox MB_OK|MB_ICONINFORMATION "Your runs, models, drawings and settings stay in $APPDATA\Inkstone. Delete that folder if you no longer want them." /SD IDOK
    ${EndIf}
  ${EndIf}
!macroend
