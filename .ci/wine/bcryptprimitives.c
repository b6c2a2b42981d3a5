/* The one function that Rust's library wants from bcryptprimitives.dll, for a wine older than 9.
 *
 * Rust takes its random numbers from ProcessPrng. Windows has it since version 7; wine 8, which
 * Debian 12 has, does not have the file at all, and no program of Rust's starts. Here it stands on
 * SystemFunction036 (RtlGenRandom), which wine has. It is for wine alone and is never handed out. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) {
    while (length > 0) {
        ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!SystemFunction036(bytes, part))
            return FALSE;
        bytes += part;
        length -= part;
    }
    return TRUE;
}
