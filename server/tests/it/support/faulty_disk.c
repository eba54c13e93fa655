// Stands between the server and the C library, and makes its disk fail while
// the file that STREETLIGHT_TEST_DISK names exists. The file's first word says
// how, its second after how many calls: "full 3", "read-only 0", "no-sync 1".

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;

static int fails(int fd, const char *kind) {
  struct stat about;
  const char *path = getenv("STREETLIGHT_TEST_DISK");
  if (!path || fstat(fd, &about) || !S_ISREG(about.st_mode)) return 0;
  FILE *file = fopen(path, "r");
  if (!file) {
    calls = 0;
    return 0;
  }
  char what[16] = "";
  int after = 0;
  int read = fscanf(file, "%15s %d", what, &after);
  fclose(file);
  return read == 2 && !strcmp(what, kind) && __sync_fetch_and_add(&calls, 1) >= after;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define FAIL_WRITES(fd)                                              \
  if (fails(fd, "full")) return errno = ENOSPC, -1;                  \
  if (fails(fd, "read-only")) return errno = EROFS, -1;

ssize_t write(int fd, const void *bytes, size_t n) {
  REAL(write);
  FAIL_WRITES(fd)
  return real(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
  REAL(pwrite);
  FAIL_WRITES(fd)
  return real(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) {
  REAL(pwrite64);
  FAIL_WRITES(fd)
  return real(fd, bytes, n, at);
}

int ftruncate64(int fd, off64_t size) {
  REAL(ftruncate64);
  FAIL_WRITES(fd)
  return real(fd, size);
}

int fsync(int fd) {
  REAL(fsync);
  if (fails(fd, "no-sync")) return errno = EIO, -1;
  return real(fd);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  if (fails(fd, "no-sync")) return errno = EIO, -1;
  return real(fd);
}
