/* Makes one system call on a ledger's files fail, or end the process, at a chosen moment. Loaded by LD_PRELOAD into the
 * process that writes the ledger. FAULT_FILE is the ledger's path: only it and its write-ahead log count. FAULT_AT says
 * at which of the counted calls, from 1; FAULT_CALLS which ones count (`write`, `sync` or `any`); FAULT_HOW what happens:
 * kill before the call, tear (write half, then kill), eio, enospc, short (write half and say so, then the disk is full). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/types.h>

static long count = 0;
static int full = 0;

static int is_ours(int fd) {
  const char *file = getenv("FAULT_FILE");
  char link[64], path[4096];
  if (file == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  size_t own = strlen(file);
  return strncmp(path, file, own) == 0 && (path[own] == 0 || strcmp(path + own, "-wal") == 0);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* True where this call is the one. */
static int is_due(int fd, const char *kind) {
  const char *calls = getenv("FAULT_CALLS"), *at = getenv("FAULT_AT");
  if (calls == NULL || at == NULL || !is_ours(fd)) return 0;
  if (strcmp(calls, "any") != 0 && strcmp(calls, kind) != 0) return 0;
  return __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST) == atol(at);
}

typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);
typedef int (*sync_call)(int);

static ssize_t pwrite_or_fault(int fd, const void *bytes, size_t length, off_t offset) {
  static pwrite_call real = NULL;
  if (real == NULL) real = (pwrite_call)dlsym(RTLD_NEXT, "pwrite64");
  if (full && is_ours(fd)) return errno = ENOSPC, -1;
  if (!is_due(fd, "write")) return real(fd, bytes, length, offset);
  const char *how = getenv("FAULT_HOW");
  if (strcmp(how, "eio") == 0) return errno = EIO, -1;
  full = strcmp(how, "enospc") == 0 || strcmp(how, "short") == 0;
  if (strcmp(how, "enospc") == 0) return errno = ENOSPC, -1;
  if (strcmp(how, "kill") == 0) die();
  ssize_t written = real(fd, bytes, length / 2, offset);
  if (strcmp(how, "tear") == 0) die();
  return written;
}

static int sync_or_fault(int fd, const char *name) {
  sync_call real = (sync_call)dlsym(RTLD_NEXT, name);
  if (!is_due(fd, "sync")) return real(fd);
  if (strcmp(getenv("FAULT_HOW"), "eio") == 0) return errno = EIO, -1;
  die();
  return 0;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite_or_fault(fd, bytes, length, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) { return pwrite_or_fault(fd, bytes, length, offset); }
int fsync(int fd) { return sync_or_fault(fd, "fsync"); }
int fdatasync(int fd) { return sync_or_fault(fd, "fdatasync"); }
