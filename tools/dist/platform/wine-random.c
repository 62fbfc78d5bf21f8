// A library for wine 8, which is that of Debian 12 and lacks bcryptprimitives.dll. Rust's standard library takes random
// bytes from this function of Windows. Only the check uses the library; on Windows the system has its own.
//   x86_64-w64-mingw32-gcc -shared -o bcryptprimitives.dll wine-random.c -ladvapi32
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
    while (count > 0) {
        ULONG some = count > 0x10000 ? 0x10000 : (ULONG)count;
        if (!RtlGenRandom(bytes, some))
            return FALSE;
        bytes += some;
        count -= some;
    }
    return TRUE;
}
