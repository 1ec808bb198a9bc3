#include "io/replace_file.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>

#include "support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using optaxx::io::file_calls;
using optaxx::io::replace_file;
using support::content_of;
using support::temporary_directory;
using support::write_content;

// Counts the calls, and does something in front of one of them.
class counted_calls : public file_calls {
 public:
  int open(const char* path, int flags, mode_t mode) override {
    return before() ? -1 : file_calls::open(path, flags, mode);
  }
  ssize_t write(int file, const void* data, std::size_t bytes) override {
    return before(file, data, bytes) ? -1 : file_calls::write(file, data, bytes);
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

void replace(const fs::path& file, const std::vector<std::string>& content, file_calls& calls) {
  std::vector<std::span<const std::byte>> parts;
  for (const std::string& part : content) parts.push_back(std::as_bytes(std::span(part)));
  replace_file(file, parts, calls);
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
  EXPECT_EQ(olds, 8) << "open, four writes, fsync, close, rename";
  EXPECT_EQ(news, 4) << "open, fsync and close of the directory, and the last, which lives";
}

TEST(replace_file, an_error_of_any_system_call_is_thrown_and_the_new_file_removed) {
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
      EXPECT_EQ(content_of(file), k < 8 ? "old" : joined(parts_of('n'))) << k;
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
  replace(file, {"new"}, optaxx::io::system_calls());
  EXPECT_EQ(content_of(file), "new");
}

TEST(replace_file, needs_no_directory_in_the_name) {
  const temporary_directory directory;
  const fs::path here = fs::current_path();
  fs::current_path(directory.path());
  replace("file", {"new"}, optaxx::io::system_calls());
  fs::current_path(here);
  EXPECT_EQ(content_of(directory / "file"), "new");
}

TEST(replace_file, says_what_is_wrong_with_the_directory) {
  const temporary_directory directory;
  const auto write = [&](const fs::path& file) {
    replace(file, {"new"}, optaxx::io::system_calls());
  };
  EXPECT_THAT([&] { write(directory / "nowhere/file"); },
              testing::ThrowsMessage<std::system_error>(
                  testing::StartsWith("cannot be written: No such file")));
  fs::create_directory(directory / "taken");
  EXPECT_THROW(write(directory / "taken"), std::system_error);
  EXPECT_EQ(directory.files(), 1);
}

}  // namespace
