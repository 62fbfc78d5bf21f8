// A clock that tests can move. tools/test/e2e.sh loads this library into the servers of the browser tests with LD_PRELOAD,
// so that the server itself contains nothing for tests. TEST_CLOCK names a file with one number (int64): how many seconds
// the clock is ahead.
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead;

__attribute__((constructor)) static void open_clock(void) {
  const char *path = getenv("TEST_CLOCK");
  int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  void *content = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
  if (content != MAP_FAILED) ahead = content;
  close(file);
}

// Rust reads all clocks with this function. Durations are measured with other clocks, which stay as they are.
int clock_gettime(clockid_t clock, struct timespec *now) {
  long failed = syscall(SYS_clock_gettime, clock, now);
  if (failed == 0 && clock == CLOCK_REALTIME && ahead != NULL) now->tv_sec += *ahead;
  return (int)failed;
}
