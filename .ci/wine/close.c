/* Starts a program and, once a file is there, tells it that its window was closed, as Windows does it.
 *
 *     close.exe FILE EVENT PROGRAM ARGUMENT...
 *
 * EVENT is 0 (Ctrl-C), 1 (Break), 2 (the window was closed), 5 (the session ends) or 6 (shutdown).
 *
 * Windows starts a thread of the program's at CtrlRoutine, which calls the handlers. For 2, 5 and 6 the
 * program is ended as soon as they have returned, and after five seconds in any case. wine is kinder,
 * so that both are done here. The end is the program's own code, 90 if it was ended so, or 99 if
 * nothing could be tried. It is for the tests under wine alone and is never handed out. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define PATIENCE 5000
#define ENDED 90
#define NOT_TRIED 99

/* Copies the command line from its fourth word on, as it is written. */
static wchar_t *rest(wchar_t *line, int words) {
    for (; words > 0; words--) {
        int quoted = 0;
        for (; *line && (quoted || *line != L' '); line++)
            if (*line == L'"')
                quoted = !quoted;
        while (*line == L' ')
            line++;
    }
    return line;
}

int main(int count, char **words) {
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION program;
    DWORD code = NOT_TRIED;
    if (count < 4 || !CreateProcessW(NULL, rest(GetCommandLineW(), 3), NULL, NULL, TRUE, 0, NULL, NULL, &start, &program))
        return NOT_TRIED;
    while (GetFileAttributesA(words[1]) == INVALID_FILE_ATTRIBUTES)
        if (WaitForSingleObject(program.hProcess, 50) == WAIT_OBJECT_0)
            break;
    int event = atoi(words[2]);
    FARPROC routine = GetProcAddress(GetModuleHandleA("kernelbase.dll"), "CtrlRoutine");
    HANDLE thread = CreateRemoteThread(program.hProcess, NULL, 0, (LPTHREAD_START_ROUTINE)(void *)routine,
                                       (void *)(intptr_t)event, 0, NULL);
    if (!routine || !thread) {
        TerminateProcess(program.hProcess, NOT_TRIED);
        return NOT_TRIED;
    }
    if (event >= 2) {
        DWORD begun = GetTickCount();
        HANDLE both[] = {program.hProcess, thread};
        DWORD of_thread = 0;
        WaitForMultipleObjects(2, both, FALSE, PATIENCE);
        GetExitCodeThread(thread, &of_thread);
        /* The routine returns 0 or 1; a thread that went with its program has the program's code. */
        if (of_thread == STILL_ACTIVE || of_thread <= 1) {
            TerminateProcess(program.hProcess, ENDED);
            fprintf(stderr, "ended after %lu ms\n", GetTickCount() - begun);
        }
    }
    WaitForSingleObject(program.hProcess, INFINITE);
    GetExitCodeProcess(program.hProcess, &code);
    return (int)code;
}
