/* Runs a program and appends to a file how long it took and its peak of resident memory. */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int report(const char *path, double seconds)
{
    struct rusage usage;
    FILE *file = fopen(path, "a");

    if (!file || getrusage(RUSAGE_CHILDREN, &usage))
        return 1;
    fprintf(file, "%.6f %ld\n", seconds, usage.ru_maxrss);
    return fclose(file) != 0;
}

/* peak FILE PROGRAM [ARGUMENT]...: the line is "SECONDS KIB"; the exit status is the program's. */
int main(int argc, char **argv)
{
    pid_t child;
    int status;

    if (argc < 3)
        return 125;
    double begin = now_s();
    int err = posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ);
    if (err) {
        fprintf(stderr, "peak: %s: %s\n", argv[2], strerror(err));
        return 126;
    }
    waitpid(child, &status, 0);
    if (report(argv[1], now_s() - begin))
        return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
