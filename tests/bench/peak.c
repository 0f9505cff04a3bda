/* Runs a program and appends to a file its time, processor time and peak of resident memory. */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static int report(const char *path, double wall_s)
{
    struct rusage usage;
    FILE *file = fopen(path, "a");

    if (!file || getrusage(RUSAGE_CHILDREN, &usage))
        return 1;
    fprintf(file, "%.6f %.6f %ld\n", wall_s, seconds(usage.ru_utime) + seconds(usage.ru_stime),
            usage.ru_maxrss);
    return fclose(file) != 0;
}

/* peak FILE PROGRAM [ARGUMENT]...: the line is "SECONDS CPU_SECONDS KIB"; the exit status is the
 * program's. */
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
