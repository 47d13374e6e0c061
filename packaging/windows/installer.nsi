; Installs Usage Bar for the person who runs it: no administrator. artefacts/installer.py calls makensis with absolute paths:
;   APPDIR the frozen folder, VERSION 1.2.3, NUMBERS 1.2.3.0, ICON, PICTURE, LICENCE, SIZE in KiB, OUT; FAST: no compression, for tests
;
; setup.exe    /S no questions   /AUTOSTART=1 begin at sign-in (0: not; else as it was)   /D=folder (last, without quotes)
; uninstall.exe /S no questions, settings stay   /SETTINGS=delete they go too
; Exit codes: 0 done, 1 given up by the user, 2 could not be done (said why; with /S nothing was changed).
Unicode true
Target amd64-unicode ; the usual 32-bit stub would need WoW64
!ifdef FAST
  SetCompress off
!else
  SetCompressor /SOLID /FINAL lzma
  SetCompressorDictSize 64
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "Sections.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

!define NAME "Usage Bar"
!define KEY "UsageBar" ; of the Run value: the program's own preferences use the same
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${KEY}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define APPROVED "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" ; what Task Manager notes
!define OURS "Software\${KEY}"
!define TRAY "usagebar-qt.exe"
!define COMMAND "usagebar.exe"
!define APP_ID "UsageBar" ; of the taskbar and of notifications: windows_identity.py tells Windows the same at the start
!define APP_NAMES "Software\Classes\AppUserModelId\${APP_ID}" ; how notifications call it, and their picture
!define PICTURE_INSIDE "_internal\usagebar_qt\_resources\icons\usagebar-qt-64.png"
!define LINK "$SMPROGRAMS\${NAME}.lnk"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\UsageBar"
InstallDirRegKey HKCU "${OURS}" "Folder"
BrandingText "${NAME} ${VERSION}"
SetOverwrite on
AllowSkipFiles off
ManifestDPIAware true
ManifestSupportedOS all
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "CompanyName" "The Usage Bar founders"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_NOAUTOCLOSE
!define MUI_FINISHPAGE_RUN "$INSTDIR\${TRAY}"
!define MUI_FINISHPAGE_RUN_TEXT "$(StartNow)"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.AskAboutSettings un.TakeAnswer
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English" ; the first is for all that Windows speaks and we do not
!insertmacro MUI_LANGUAGE "German"
!include /CHARSET=UTF8 "words.nsh"

Var WasRunning
Var DeleteSettings
Var Answer

; -- ending the program that runs ----------------------------------------------------------------------------------
; A file that is executed can be renamed, but not opened for writing: that tells whether it runs.
!macro DefineEnding UN
Function ${UN}IsFree ; leaves "1" on the stack when neither program runs, else "0"
  Push $0
  StrCpy $0 "1"
  ${If} ${FileExists} "$INSTDIR\${TRAY}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${TRAY}" a
    ${If} ${Errors}
      StrCpy $0 "0"
    ${Else}
      FileClose $0
      StrCpy $0 "1"
    ${EndIf}
  ${EndIf}
  ${If} $0 == "1"
  ${AndIf} ${FileExists} "$INSTDIR\${COMMAND}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${COMMAND}" a
    ${If} ${Errors}
      StrCpy $0 "0"
    ${Else}
      FileClose $0
      StrCpy $0 "1"
    ${EndIf}
  ${EndIf}
  Exch $0
FunctionEnd

Function ${UN}EndProgram ; asks it to end and waits; gives up with exit code 2 rather than tear files from under it
  Call ${UN}IsFree
  Pop $0
  ${If} $0 == "1"
    Return
  ${EndIf}
  StrCpy $WasRunning "1"
  again:
  DetailPrint "$(Ending)"
  nsExec::Exec '"$INSTDIR\${TRAY}" --quit'
  Pop $0
  StrCpy $1 0
  ${Do}
    Call ${UN}IsFree
    Pop $0
    ${If} $0 == "1"
      Return
    ${EndIf}
    Sleep 100
    IntOp $1 $1 + 1
  ${LoopUntil} $1 > 100
  IfSilent giveup
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(QuitFirst)" IDRETRY again
  giveup:
  DetailPrint "$(StillRunning)"
  SetErrorLevel 2
  Abort "$(StillRunning)"
FunctionEnd
!macroend
!insertmacro DefineEnding ""
!insertmacro DefineEnding "un."

; -- one program for the taskbar --------------------------------------------------------------------------------------
; Writes APP_ID into the start menu's entry: notifications and a pinned icon find the program by it. Not fatal where it fails.
Function NameLink
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${LINK}",${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*(&w${NSIS_MAX_STRLEN} "${APP_ID}")p.r4'
        System::Call '*(&i2 ${VT_LPWSTR},&i6 0,p r4,p 0)p.r5'
        ${IPropertyStore::SetValue} $2 '($3,$5)'
        ${IPropertyStore::Commit} $2 ""
        System::Free $5
        System::Free $4
        System::Free $3
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${LINK}",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

; -- installing ----------------------------------------------------------------------------------------------------
Section "${NAME}" PROGRAM
  SectionIn RO
  StrCpy $WasRunning "0"
  ; Unpacked beside the old files: the running program is not disturbed until all is there, and a full disk harms nothing.
  RMDir /r "$INSTDIR\_new"
  ClearErrors
  SetOutPath "$INSTDIR\_new"
  File /r "${APPDIR}/*"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\_new"
    SetErrorLevel 2
    Abort "$(NotWritten)"
  ${EndIf}
  SetOutPath "$INSTDIR"
  Call EndProgram
  RMDir /r "$INSTDIR\_old"
  CreateDirectory "$INSTDIR\_old"
  Rename "$INSTDIR\_internal" "$INSTDIR\_old\_internal"
  Rename "$INSTDIR\licences" "$INSTDIR\_old\licences"
  Delete "$INSTDIR\${TRAY}"
  Delete "$INSTDIR\${COMMAND}"
  ClearErrors
  Rename "$INSTDIR\_new\_internal" "$INSTDIR\_internal"
  Rename "$INSTDIR\_new\${TRAY}" "$INSTDIR\${TRAY}"
  Rename "$INSTDIR\_new\${COMMAND}" "$INSTDIR\${COMMAND}"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort "$(NotInPlace)"
  ${EndIf}
  Rename "$INSTDIR\_new\licences" "$INSTDIR\licences"
  RMDir /r "$INSTDIR\_new"
  RMDir /r "$INSTDIR\_old"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "${LINK}" "$INSTDIR\${TRAY}" "" "$INSTDIR\${TRAY}" 0 SW_SHOWNORMAL "" "$(WhatItIs)"
  Call NameLink
  WriteRegStr HKCU "${APP_NAMES}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${APP_NAMES}" "IconUri" "$INSTDIR\${PICTURE_INSIDE}"
  WriteRegStr HKCU "${OURS}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${TRAY},0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Usage Bar founders"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section /o "$(AtSignIn)" AUTOSTART
  WriteRegStr HKCU "${RUN}" "${KEY}" '"$INSTDIR\${TRAY}"'
SectionEnd

Section -Last
  ${IfNot} ${SectionIsSelected} ${AUTOSTART}
    DeleteRegValue HKCU "${RUN}" "${KEY}"
  ${EndIf}
  ${If} $WasRunning == "1"
  ${AndIf} ${Silent} ; with questions, the last page offers it
    Exec '"$INSTDIR\${TRAY}"'
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${PROGRAM} "$(AboutProgram)"
  !insertmacro MUI_DESCRIPTION_TEXT ${AUTOSTART} "$(AboutAtSignIn)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  ReadRegStr $0 HKCU "${RUN}" "${KEY}" ; an upgrade leaves it as it was
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/AUTOSTART=" $2
  ${IfNot} ${Errors}
    StrCpy $0 ""
    ${If} $2 == "1"
      StrCpy $0 "yes"
    ${EndIf}
  ${EndIf}
  ${If} $0 != ""
    !insertmacro SelectSection ${AUTOSTART}
  ${EndIf}
FunctionEnd

; -- uninstalling --------------------------------------------------------------------------------------------------
Function un.onInit
  StrCpy $DeleteSettings "0"
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/SETTINGS=" $2
  ${If} $2 == "delete"
    StrCpy $DeleteSettings "1"
  ${EndIf}
FunctionEnd

Function un.AskAboutSettings
  !insertmacro MUI_HEADER_TEXT "$(SettingsTitle)" "$(SettingsQuestion)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 36u "$(SettingsText)"
  Pop $0
  ${NSD_CreateCheckbox} 0 44u 100% 12u "$(DeleteThem)"
  Pop $Answer
  ${If} $DeleteSettings == "1"
    ${NSD_Check} $Answer
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function un.TakeAnswer
  ${NSD_GetState} $Answer $DeleteSettings
FunctionEnd

Section "Uninstall"
  ${IfNot} ${FileExists} "$INSTDIR\${TRAY}" ; never empty a folder that is not ours
    SetErrorLevel 2
    Abort "$(NotHere)"
  ${EndIf}
  Call un.EndProgram
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_new"
  RMDir /r "$INSTDIR\_old"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\${TRAY}"
  Delete "$INSTDIR\${COMMAND}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; goes only if nothing else is in it
  Delete "${LINK}"
  DeleteRegValue HKCU "${RUN}" "${KEY}"
  DeleteRegValue HKCU "${APPROVED}" "${KEY}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${APP_NAMES}"
  DeleteRegKey HKCU "${OURS}"
  ${If} $DeleteSettings == "1"
    RMDir /r "$LOCALAPPDATA\usagebar"
  ${EndIf}
SectionEnd
