// The system refuses threads: a step goes on with those there are, and has the same bits.
#include <dlfcn.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <optaxx/optaxx.hpp>
#include <vector>

#if OPTAXX_TBB
#include <tbb/global_control.h>
#endif

namespace {

namespace optax = optaxx;

// How the system is short of threads: how many may run at a time, and the one creation that fails.
int most = 1000;
int fails = -1;

std::atomic<int> running{0};
std::atomic<int> created{0};

struct start {
  void* (*routine)(void*);
  void* argument;
};

void* counted(void* given) {
  const start s = *static_cast<start*>(given);
  delete static_cast<start*>(given);
  void* const result = s.routine(s.argument);
  --running;
  return result;
}

}  // namespace

// In the place of the C library's, for the library and for oneTBB.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                              void* (*routine)(void*), void* argument) {
  if (running >= most || created++ == fails) return EAGAIN;
  static const auto real =
      reinterpret_cast<int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>(
          dlsym(RTLD_NEXT, "pthread_create"));
  ++running;
  return real(thread, attributes, counted, new start{routine, argument});
}

namespace {

optax::tree stepped(std::size_t threads) {
  optax::set_threads(threads);
  optax::tree params{{"w", std::vector<float>(300'000, 0.25F)}};
  const optax::tree grads{{"w", std::vector<float>(300'000, -0.5F)}};
  const optax::transformation tx = optax::chain(optax::clip_by_global_norm(1.0), optax::adamw(0.1));
  optax::opt_state state = tx.init(params);
  for (int i = 0; i < 3; ++i) tx.step(grads, state, params);
  return params;
}

// In a process of its own, as oneTBB keeps its threads. The threads created, or -1 for other bits.
int try_it(std::size_t threads, int most_at_a_time, int one_that_fails) {
  const pid_t child = fork();
  if (child == 0) {
#if OPTAXX_TBB
    const tbb::global_control more(tbb::global_control::max_allowed_parallelism, threads);
#endif
    const optax::tree expected = stepped(1);
    most = most_at_a_time;
    fails = one_that_fails;
    created = 0;
    _exit(stepped(threads) == expected ? created.load() : 255);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) != 255 ? WEXITSTATUS(status) : -1;
}

}  // namespace

int main() {
  int failures = 0;
  for (const std::size_t threads : {2U, 3U, 6U}) {
    for (int m = 0; m < 9; ++m) {
      if (try_it(threads, m, -1) < 0) {
        std::printf("%zu threads, %d at a time: failed\n", threads, m);
        ++failures;
      }
    }
  }
  for (int k = 0; k < 5; ++k) {
    if (try_it(2, 1000, k) < 0) {
      std::printf("2 threads, creation %d fails: failed\n", k);
      ++failures;
    }
  }
#if OPTAXX_TBB
  if (try_it(3, 1000, -1) < 3) {
    std::puts("no threads were used where there are some");
    ++failures;
  }
#endif
  return failures;
}
