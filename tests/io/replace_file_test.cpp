#include "io/replace_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>
#include <utility>

#include "support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using optaxx::io::file_calls;
using optaxx::io::replace_file;
using support::content_of;
using support::temporary_directory;
using support::write_content;
using testing::StartsWith;
using testing::ThrowsMessage;

// Counts the calls, and does something in front of one of them.
class counted_calls : public file_calls {
 public:
  int open(const char* path, int flags, mode_t mode) override {
    return before() ? -1 : file_calls::open(path, flags, mode);
  }
  ssize_t write(int file, const void* data, std::size_t bytes) override {
    return before(file, data, bytes) ? -1 : file_calls::write(file, data, bytes);
  }
  int fchown(int file, uid_t owner, gid_t group) override {
    return before() ? -1 : file_calls::fchown(file, owner, group);
  }
  int fchmod(int file, mode_t mode) override {
    return before() ? -1 : file_calls::fchmod(file, mode);
  }
  int fsync(int file) override { return before() ? -1 : file_calls::fsync(file); }
  int close(int file) override {
    const bool fails = before();
    const int result = file_calls::close(file);
    return fails ? -1 : result;
  }
  int rename(const char* from, const char* to) override {
    return before() ? -1 : file_calls::rename(from, to);
  }
  int unlink(const char* path) override { return file_calls::unlink(path); }

  int calls = 0;

 protected:
  virtual bool act(int file, const void* data, std::size_t bytes) = 0;

 private:
  bool before(int file = -1, const void* data = nullptr, std::size_t bytes = 0) {
    return act(file, data, bytes);
  }
};

// Ends the process in front of call k; half of a write is done before.
class dies final : public counted_calls {
 public:
  explicit dies(int k) : k_(k) {}

 private:
  bool act(int file, const void* data, std::size_t bytes) override {
    if (calls++ < k_) return false;
    if (bytes > 1) file_calls::write(file, data, bytes / 2);
    raise(SIGKILL);
    return true;
  }
  int k_;
};

// Call k has that error.
class fails final : public counted_calls {
 public:
  fails(int k, int error) : k_(k), error_(error) {}

 private:
  bool act(int, const void*, std::size_t) override {
    if (calls++ != k_) return false;
    errno = error_;
    return true;
  }
  int k_;
  int error_;
};

// Writes are cut short and interrupted.
class stutters final : public file_calls {
 public:
  ssize_t write(int file, const void* data, std::size_t bytes) override {
    if (++count_ % 2 == 1) {
      errno = EINTR;
      return -1;
    }
    return file_calls::write(file, data, std::min<std::size_t>(bytes, 7));
  }

 private:
  int count_ = 0;
};

// Two that are longer than what is written at once, and several that are shorter.
std::vector<std::string> parts_of(char c) {
  std::vector<std::string> parts(6, std::string(1000, c));
  parts[2] = std::string((1 << 20) + 1, c);
  parts[5] = std::string((1 << 21), c);
  return parts;
}

void replace(const fs::path& file, const std::vector<std::string>& content,
             file_calls& calls = optaxx::io::system_calls()) {
  std::vector<std::span<const std::byte>> parts;
  for (const std::string& part : content) parts.push_back(std::as_bytes(std::span(part)));
  replace_file(file, parts, calls);
}

struct stat stat_of(const fs::path& file) {
  struct stat result {};
  EXPECT_EQ(stat(file.c_str(), &result), 0) << file;
  return result;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string result;
  for (const std::string& part : parts) result += part;
  return result;
}

TEST(replace_file, killed_at_any_system_call_leaves_the_old_file_or_the_new) {
  const temporary_directory directory;
  const fs::path file = directory / "file";
  const std::string before = "old";
  const std::vector<std::string> after = parts_of('n');
  int olds = 0;
  int news = 0;
  for (int k = 0, status = -1; status != 0; ++k) {
    ASSERT_LT(k, 50);
    write_content(file, before);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      dies calls(k);
      try {
        replace(file, after, calls);
      } catch (...) {
        _exit(1);
      }
      _exit(0);
    }
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)) << status;
    const std::string found = content_of(file);
    ASSERT_TRUE(found == before || found == joined(after)) << "killed at call " << k;
    ++(found == before ? olds : news);
  }
  EXPECT_EQ(olds, 10) << "open, fchown, fchmod, four writes, fsync, close, rename";
  EXPECT_EQ(news, 4) << "open, fsync and close of the directory, and the last, which lives";
}

TEST(replace_file, an_error_of_any_system_call_before_is_thrown_and_the_new_file_removed) {
  const temporary_directory directory;
  const fs::path file = directory / "file";
  for (const int error : {ENOSPC, EIO, EDQUOT}) {
    for (int k = 0; k < 10; ++k) {
      write_content(file, "old");
      fails calls(k, error);
      try {
        replace(file, parts_of('n'), calls);
        ADD_FAILURE() << "call " << k;
      } catch (const std::system_error& e) {
        EXPECT_EQ(e.code().value(), error) << k;
      }
      EXPECT_EQ(content_of(file), "old") << k;
      EXPECT_EQ(directory.files(), 1) << k;
    }
  }
}

TEST(replace_file, a_directory_that_cannot_be_synced_is_no_error) {
  const temporary_directory directory;
  const fs::path file = directory / "file";
  for (const int error : {EACCES, EIO, EINVAL}) {
    for (int k = 10; k < 13; ++k) {
      write_content(file, "old");
      fails calls(k, error);
      replace(file, parts_of('n'), calls);
      EXPECT_GT(calls.calls, k);
      EXPECT_EQ(content_of(file), joined(parts_of('n'))) << k;
      EXPECT_EQ(directory.files(), 1) << k;
    }
  }
}

TEST(replace_file, goes_on_after_interrupts_and_short_writes) {
  const temporary_directory directory;
  const fs::path file = directory / "file";
  stutters calls;
  const std::vector<std::string> content{std::string(5000, 'a'), "", "b"};
  replace(file, content, calls);
  EXPECT_EQ(content_of(file), joined(content));
}

TEST(replace_file, does_not_stumble_over_what_a_killed_process_left) {
  const temporary_directory directory;
  const fs::path file = directory / "file";
  for (int i = 0; i < 100; ++i) {
    write_content(file.string() + ".tmp-" + std::to_string(getpid()) + "-" + std::to_string(i), "");
  }
  replace(file, {"new"});
  EXPECT_EQ(content_of(file), "new");
}

TEST(replace_file, replaces_what_a_symbolic_link_leads_to) {
  const temporary_directory directory;
  fs::create_directory(directory / "runs");
  fs::create_symlink("runs/latest", directory / "link");
  fs::create_symlink("3", directory / "runs/latest");
  replace(directory / "link", {"first"});  // where the last link leads, there is no file yet
  EXPECT_EQ(content_of(directory / "runs/3"), "first");
  replace(directory / "link", {"second"});
  EXPECT_EQ(content_of(directory / "runs/3"), "second");
  EXPECT_EQ(fs::read_symlink(directory / "link"), "runs/latest");
  EXPECT_EQ(fs::read_symlink(directory / "runs/latest"), "3");
  EXPECT_EQ(directory.files(), 2);

  fs::create_symlink("circle", directory / "circle");
  EXPECT_THAT([&] { replace(directory / "circle", {"new"}); },
              ThrowsMessage<std::system_error>(StartsWith("cannot be replaced: Too many")));
}

TEST(replace_file, the_new_file_has_the_mode_of_the_old) {
  const temporary_directory directory;
  const fs::path file = directory / "file";
  for (const mode_t mode : {0600U, 0640U, 0666U, 0777U, 0400U}) {
    write_content(file, "old");
    ASSERT_EQ(chmod(file.c_str(), mode), 0);
    replace(file, {"new"});
    EXPECT_EQ(content_of(file), "new");
    EXPECT_EQ(stat_of(file).st_mode & 07777, mode);
    fs::remove(file);
  }
  const mode_t before = umask(0027);
  replace(file, {"new"});
  umask(before);
  EXPECT_EQ(stat_of(file).st_mode & 07777, 0640U) << "a file that was not there is as any new one";
}

// What is asked of the system, whoever runs the test.
class owners final : public file_calls {
 public:
  explicit owners(int refusals) : refusals_(refusals) {}
  int fchown(int, uid_t owner, gid_t group) override {
    asked.push_back({owner, group});
    errno = EPERM;
    return refusals_-- > 0 ? -1 : 0;
  }
  int fchmod(int file, mode_t m) override {
    mode = m;
    return file_calls::fchmod(file, m);
  }
  std::vector<std::pair<uid_t, gid_t>> asked;
  mode_t mode = 0;

 private:
  int refusals_;
};

TEST(replace_file, the_new_file_has_the_owner_and_the_group_of_the_old_where_that_is_allowed) {
  const temporary_directory directory;
  const fs::path file = directory / "file";
  write_content(file, "old");
  ASSERT_EQ(chmod(file.c_str(), 02774), 0);
  const uid_t owner = stat_of(file).st_uid;
  const gid_t group = stat_of(file).st_gid;
  const std::pair both{owner, group};
  const std::pair group_alone{static_cast<uid_t>(-1), group};

  owners allowed(0);
  replace(file, {"new"}, allowed);
  EXPECT_THAT(allowed.asked, testing::ElementsAre(both));
  EXPECT_EQ(allowed.mode, 02774U);

  owners of_a_member(1);
  replace(file, {"new"}, of_a_member);
  EXPECT_THAT(of_a_member.asked, testing::ElementsAre(both, group_alone));
  EXPECT_EQ(of_a_member.mode, 0774U);

  owners of_a_stranger(2);
  replace(file, {"new"}, of_a_stranger);
  EXPECT_EQ(of_a_stranger.mode, 0744U) << "another group may not write";
  EXPECT_EQ(content_of(file), "new");
}

TEST(replace_file, refuses_what_is_no_file) {
  const temporary_directory directory;
  ASSERT_EQ(mkfifo((directory / "fifo").c_str(), 0666), 0);
  EXPECT_THAT([&] { replace(directory / "fifo", {"new"}); },
              ThrowsMessage<std::system_error>(StartsWith("is a FIFO, which is not replaced")));
  EXPECT_TRUE(S_ISFIFO(stat_of(directory / "fifo").st_mode));

  fs::create_symlink("/dev/null", directory / "null");
  for (const fs::path& device : {fs::path("/dev/null"), directory / "null"}) {
    EXPECT_THAT([&] { replace(device, {"new"}); },
                ThrowsMessage<std::system_error>(StartsWith("is a device or a socket, which")));
  }
  EXPECT_TRUE(S_ISCHR(stat_of("/dev/null").st_mode));
  EXPECT_TRUE(fs::is_symlink(directory / "null"));
  EXPECT_EQ(directory.files(), 2);
}

TEST(replace_file, a_name_may_be_as_long_as_names_can_be) {
  const temporary_directory directory;
  for (const std::size_t length : {100U, 101U, 250U, 255U}) {
    const fs::path file = directory / std::string(length, 'x');
    for (const char* const content : {"first", "second"}) {
      replace(file, {content});
      EXPECT_EQ(content_of(file), content);
    }
  }
  EXPECT_EQ(directory.files(), 4);
}

TEST(replace_file, needs_no_directory_in_the_name) {
  const temporary_directory directory;
  const fs::path here = fs::current_path();
  fs::current_path(directory.path());
  replace("file", {"new"});
  fs::current_path(here);
  EXPECT_EQ(content_of(directory / "file"), "new");
}

TEST(replace_file, says_what_is_wrong_with_the_directory) {
  const temporary_directory directory;
  EXPECT_THAT([&] { replace(directory / "nowhere/file", {"new"}); },
              ThrowsMessage<std::system_error>(StartsWith("cannot be written: No such file")));
  fs::create_directory(directory / "taken");
  EXPECT_THAT([&] { replace(directory / "taken", {"new"}); },
              ThrowsMessage<std::system_error>(StartsWith("cannot be replaced: Is a directory")));
  EXPECT_EQ(directory.files(), 1);
}

}  // namespace
